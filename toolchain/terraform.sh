#!/bin/sh
# Runs Terraform (ORGCTL_TERRAFORM) so that it always finishes the stack that it has begun.
#
# cdktf-cli gives each Terraform a terminal of its own. When cdktf-cli is stopped it types Ctrl-C there, and when it dies
# that terminal goes. Either would end Terraform in the middle of what it is making, even in good order, since the AWS
# provider then drops what it waits for: an account that AWS is creating would be in no state, its e-mail address lost.
# So what was approved is finished, with nobody watching, and the state is complete.
trap '' HUP INT TERM
if [ -t 0 ]; then stty -isig; fi # Ctrl-C in that terminal is a character like others
running=.terraform.running # for whoever must know when all is done
if [ -f cdk.tf.json ]; then echo $$ >$running; fi
if [ "${ORGCTL_PLAN-}" ] && [ "${1-}" = apply ]; then # apply what was shown and approved, and nothing else
  set -- "$@" "$ORGCTL_PLAN"
fi
case ${PWD##*/}/${1-} in
  bootstrap-*/apply | */init) mediate=cdk.tf.json ;;
  *) mediate=.terraform.postponed ;;
esac
if [ -f "$mediate" ]; then # the state's bucket may be in the making
  root=${0%/*}/..
  PYTHONPATH=$root${PYTHONPATH:+:$PYTHONPATH} "$ORGCTL_PYTHON" -P -m toolchain.backend "$@"
else
  "$ORGCTL_TERRAFORM" "$@"
fi
status=$?
if [ -f cdk.tf.json ]; then rm -f $running; fi
exit $status
