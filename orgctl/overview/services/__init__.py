"""The services that work for the whole organization."""

from orgctl.overview.services.model import Services
from orgctl.overview.services.read import read_services
from orgctl.overview.services.render import service_rows

__all__ = ["Services", "read_services", "service_rows"]
