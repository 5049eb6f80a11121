"""
The floor of synthesis: a CDKTF app of three stacks without a provider. Run as a script, without fast synthesis.
"""

from cdktf import App, LocalBackend, TerraformOutput, TerraformStack

app = App()
for name in ("org-root", "id", "infra"):
    stack = TerraformStack(app, name)
    LocalBackend(stack, path=f"../../../terraform.{name}.tfstate")
    TerraformOutput(stack, "name", value=name)
app.synth()
