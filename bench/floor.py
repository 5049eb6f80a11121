"""
The least that synthesis takes: a CDKTF app of three stacks without a provider. Run as a script, in the plain way.
"""

from cdktf import App, LocalBackend, TerraformOutput, TerraformStack

app = App()
for name in ("org-root", "id", "infra"):
    stack = TerraformStack(app, name)
    LocalBackend(stack, path=f"../../../terraform.{name}.tfstate")
    TerraformOutput(stack, "name", value=name)
app.synth()
