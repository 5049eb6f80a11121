#!/bin/sh
# Runs Terraform (ORGCTL_TERRAFORM) so that it always finishes a stack that it has begun.
#
# cdktf-cli gives each Terraform its own terminal. When cdktf-cli is stopped it types Ctrl-C there; when it dies, that
# terminal disappears. Either would end Terraform during an operation, even an orderly one, because the AWS provider
# then drops its pending operations: an account that AWS is creating would be in no state, and its e-mail address lost.
# So an approved deployment is finished even without a terminal, and the state is complete.
trap '' HUP INT TERM
if [ -t 0 ]; then stty -isig; fi # Ctrl-C in that terminal becomes an ordinary character
running=.terraform.running # exists until all is done, for programs that wait for it
if [ -f cdk.tf.json ]; then echo $$ >$running; fi
if [ "${ORGCTL_PLAN-}" ] && [ "${1-}" = apply ]; then # apply only the plan that was shown and approved
  set -- "$@" "$ORGCTL_PLAN"
fi
ours() { # a program of this project, by its module
  root=${0%/*}/..
  PYTHONPATH=$root${PYTHONPATH:+:$PYTHONPATH} "$ORGCTL_PYTHON" -P -m "$@"
}
noted=
if [ "${1-}" = apply ] && [ -f cdk.tf.json ] && [ "${ORGCTL_FINGERPRINTS-}" != off ]; then noted=$(cksum cdk.tf.json); fi
case ${PWD##*/}/${1-} in
  bootstrap-*/apply | */init) mediate=cdk.tf.json ;;
  *) mediate=.terraform.postponed ;;
esac
if [ -f "$mediate" ]; then # the state's bucket may not exist yet
  ours toolchain.backend "$@"
else
  "$ORGCTL_TERRAFORM" "$@"
fi
status=$?
if [ "$noted" ] && [ "$noted" != "$(cksum cdk.tf.json)" ]; then
  echo "$PWD/cdk.tf.json is another one than was deployed, so the stack counts as changed" >&2
elif [ "$noted" ]; then
  ours toolchain.fingerprint $status "$@" || :
fi
if [ -f cdk.tf.json ]; then rm -f $running; fi
exit $status
