package main

import rego.v1

deny contains {"msg": sprintf("%s runs privileged", [container.name]), "id": "POD-001"} if {
	input.kind == "Pod"
	some container in input.spec.containers
	container.securityContext.privileged
}
