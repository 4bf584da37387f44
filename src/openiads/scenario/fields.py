"""Kinds of value that scenario and raid files share: typed quantities, places, names, and records that refuse."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from openiads.asked import LONGEST_M, read_altitude, read_antenna, read_ground_m, read_refraction
from openiads.errors import Fault, OpenIADSError, fault
from openiads.units import KINDS, Altitude, Kind, Position, parse_position, parse_quantity


def read_by(reader: Callable[[str], Any]) -> BeforeValidator:
    """Read a field from its text; what the reader refuses is told as the field's fault."""

    def validate(value: Any) -> Any:
        try:
            return reader(str(value))
        except OpenIADSError as error:
            raise PydanticCustomError("faults", "not understood", {"faults": error.faults}) from None

    return BeforeValidator(validate)


def refuse(found: Fault) -> PydanticCustomError:
    """What a validator raises to refuse a record."""
    return PydanticCustomError("faults", "refused", {"faults": (found,)})


def source_fault(claims: Any, assumed: Any) -> Fault | None:
    """Fault of a choice that neither names a claim nor says what is assumed."""
    if claims or assumed:
        return None
    return Fault("E0506", "a choice without a source", why="no claim and no assumption is named",
                 fix='add claims = ["ORG-006"], or assumed = "why this is chosen"')


def _positive(text: str, kind: Kind) -> float:
    value = parse_quantity(text, kind)
    if value <= 0:
        raise fault("E0314", f"{text!r} is not a positive {kind}", why="nothing would come of it",
                    fix=f'write it as "{KINDS[kind][1]}"')
    return value


def _at_least_zero(text: str, kind: Kind) -> float:
    value = parse_quantity(text, kind)
    if value < 0:
        raise fault("E0314", f"{text!r} is negative", why=f"a {kind} of this sort counts from zero",
                    fix=f'write it as "{KINDS[kind][1]}"')
    return value


def _ring_m(text: str) -> float:
    ring_m = _positive(text, "length")
    if ring_m > LONGEST_M:
        raise fault("E0314", f"a ring of {ring_m / 1000:,.0f} km is out of range",
                    why="sight over a round earth ends within 1,000 km, and a study has a cell every kilometre",
                    fix='write at most "1000 km"')
    return ring_m


def _flight_level(text: str) -> Altitude:
    level = read_altitude(text)
    if level.reference != "FL":
        raise fault("E0312", f"{text!r} is not a flight level", why="a corridor is read in flight levels",
                    fix='write it as "FL350"')
    return level


def _text(example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "examples": [example]})


Ring = Annotated[float, read_by(_ring_m), _text("400 km")]
Length = Annotated[float, read_by(lambda text: _positive(text, "length")), _text("400 km")]
Height = Annotated[float, read_by(read_ground_m), _text("850 m")]
Angle = Annotated[float, read_by(lambda text: parse_quantity(text, "angle")), _text("42 deg")]
Duration = Annotated[float, read_by(lambda text: _at_least_zero(text, "time")), _text("20 s")]
Gap = Annotated[float, read_by(lambda text: _at_least_zero(text, "length")), _text("1 km")]
Speed = Annotated[float, read_by(lambda text: _positive(text, "speed")), _text("250 m/s")]
TypedAltitude = Annotated[Altitude, read_by(read_altitude), _text("60 m AGL")]
FlightLevel = Annotated[Altitude, read_by(_flight_level), _text("FL350")]
Mast = Annotated[Altitude, read_by(read_antenna), _text("24 m")]
Place = Annotated[Position, read_by(parse_position), _text("40.08,32.57")]
Refraction = Annotated[
    Literal["p453"] | float, read_by(read_refraction),
    WithJsonSchema({"type": ["string", "number"], "examples": ["p453", "4/3"]}),
]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Share = Annotated[float, Field(gt=0, lt=1)]
Count = Annotated[int, Field(ge=0, le=1000)]


class Record(BaseModel):
    """A frozen part of a scenario; an unknown key is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class Sourced(Record):
    """A choice that names the claims it follows, or says in words what is assumed."""

    claims: tuple[str, ...] = ()
    assumed: str = ""

    @model_validator(mode="after")
    def _has_a_source(self) -> "Sourced":
        found = source_fault(self.claims, self.assumed)
        if found:
            raise refuse(found)
        return self
