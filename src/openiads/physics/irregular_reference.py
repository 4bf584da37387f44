"""Reference attenuation of the irregular terrain model: line of sight, diffraction and troposcatter."""

import cmath
import math
from typing import NamedTuple

WAVE_NUMBER_MHZ_M = 47.7  # light speed over 2 pi, as the model rounds it
_LATER_M = 200e3  # distances at which the scatter line is drawn beyond the horizons


class Path(NamedTuple):
    """A path as the model sees it; pairs are transmitter and receiver."""

    distance_m: float
    frequency_mhz: float
    ground_impedance: complex  # surface transfer impedance
    earth_curvature_per_m: float  # 1 over the effective radius
    surface_refractivity: float
    roughness_m: float  # interdecile range of heights
    height_m: tuple[float, float]  # structural, above ground
    effective_height_m: tuple[float, float]
    horizon_m: tuple[float, float]
    horizon_rad: tuple[float, float]

    @property
    def wave_number_per_m(self) -> float:
        """2 pi over the wavelength. [1/m]"""
        return self.frequency_mhz / WAVE_NUMBER_MHZ_M

    @property
    def smooth_horizon_m(self) -> float:
        """Sum of the horizon distances over a smooth earth. [m]"""
        return sum(math.sqrt(2 * height_m / self.earth_curvature_per_m) for height_m in self.effective_height_m)

    @property
    def both_horizons_m(self) -> float:
        """Sum of the horizon distances. [m]"""
        return sum(self.horizon_m)

    @property
    def bending_rad(self) -> float:
        """Sum of the horizon angles, held so that the horizon rays do not part over a smooth earth. [rad]"""
        return max(sum(self.horizon_rad), -self.both_horizons_m * self.earth_curvature_per_m)


def roughness_at_m(roughness_m: float, distance_m: float) -> float:
    """Interdecile range of heights over a path of finite length. [m]"""
    return roughness_m * (1 - 0.8 * math.exp(-distance_m / 50e3))


def height_deviation_m(roughness_m: float) -> float:
    """Standard deviation of heights inside the Fresnel zone, from their interdecile range. [m]"""
    return 0.78 * roughness_m * math.exp(-((roughness_m / 16) ** 0.25))


def _knife_edge_db(v_squared: float) -> float:
    if v_squared < 5.76:
        return 6.02 + 9.11 * math.sqrt(v_squared) - 1.27 * v_squared
    return 12.953 + 10 * math.log10(v_squared)


def _height_gain_db(x: float, k: float) -> float:
    if x >= 200:
        gain_db = 0.05751 * x - 10 * math.log10(x)
        if x < 2000:
            weight = 0.0134 * x * math.exp(-0.005 * x)
            gain_db = (1 - weight) * gain_db + weight * (40 * math.log10(x) - 117)
        return gain_db
    log_k = -math.log(k)
    if k < 1e-5 or x * log_k**3 > 5495:
        return 40 * math.log10(x) - 117 if x > 1 else -117.0
    return 2.5e-5 * x * x / k - 8.686 * log_k - 15


def diffraction_db(path: Path, distance_m: float) -> float:
    """Diffraction loss past the horizons: two knife edges and a rounded earth, weighted by roughness. [dB]"""
    wave, curvature = path.wave_number_per_m, path.earth_curvature_per_m
    angle_rad = path.bending_rad + distance_m * curvature
    beyond_m = distance_m - path.both_horizons_m

    v_squared = 0.0795775 * wave * beyond_m * angle_rad**2
    edges_db = sum(_knife_edge_db(v_squared * horizon_m / (beyond_m + horizon_m)) for horizon_m in path.horizon_m)

    inverse_impedance = 1 / abs(path.ground_impedance)

    def scaled(radius_m: float, arc_m: float) -> tuple[float, float]:
        size = (radius_m * wave) ** (1 / 3)
        k = inverse_impedance / size
        return (1.607 - k) * 151.0 * size * arc_m / radius_m, k

    ends = [
        scaled(0.5 * horizon_m**2 / height_m, horizon_m)
        for horizon_m, height_m in zip(path.horizon_m, path.effective_height_m, strict=True)
    ]
    x = scaled(beyond_m / angle_rad, beyond_m)[0] + sum(end[0] for end in ends)
    round_db = 0.05751 * x - 10 * math.log10(x) - 20 - sum(_height_gain_db(*end) for end in ends)

    deviation_m = height_deviation_m(roughness_at_m(path.roughness_m, path.smooth_horizon_m))
    structural_m2 = path.height_m[0] * path.height_m[1]
    clutter_db = min(15.0, 5 * math.log10(1 + 1e-5 * structural_m2 * path.frequency_mhz * deviation_m))

    raised_m2 = path.effective_height_m[0] * path.effective_height_m[1] - structural_m2
    ratio = math.sqrt(1 + raised_m2 / (structural_m2 + 10))
    ratio += (path.both_horizons_m + path.bending_rad / curvature) / distance_m
    roughness = ratio * min(roughness_at_m(path.roughness_m, distance_m) * wave, 6283.2)
    weight = 25.1 / (25.1 + math.sqrt(roughness))
    return weight * round_db + (1 - weight) * edges_db + clutter_db


def line_of_sight_db(path: Path, distance_m: float, slope_db_per_m: float, intercept_db: float) -> float:
    """Loss inside the horizon: two rays over rough ground, weighted with the diffraction line carried inwards. [dB]"""
    wave = path.wave_number_per_m
    deviation_m = height_deviation_m(roughness_at_m(path.roughness_m, distance_m))
    height_m = sum(path.effective_height_m)
    sine = height_m / math.hypot(distance_m, height_m)
    reflection = (sine - path.ground_impedance) / (sine + path.ground_impedance)
    reflection *= math.exp(-min(10.0, wave * deviation_m * sine))
    power = abs(reflection) ** 2
    if power < 0.25 or power < sine:
        reflection *= math.sqrt(sine / power)
    phase_rad = 2 * wave * path.effective_height_m[0] * path.effective_height_m[1] / distance_m
    if phase_rad > math.pi / 2:
        phase_rad = math.pi - (math.pi / 2) ** 2 / phase_rad
    two_ray_db = -20 * math.log10(abs(cmath.exp(-1j * phase_rad) + reflection))
    weight = 1 / (1 + path.frequency_mhz * path.roughness_m / max(10e3, path.smooth_horizon_m))
    return weight * two_ray_db + (1 - weight) * (slope_db_per_m * distance_m + intercept_db)


def _frequency_gain_db(r: float, efficiency: float) -> float:
    steps = ((25.0, 24.0), (80.0, 45.0), (177.0, 68.0), (395.0, 80.0), (705.0, 105.0))
    held = min(max(efficiency, 1.0), 5.0)
    lower = min(int(held), 4)
    x = 1 / r**2
    low_db, high_db = (10 * math.log10((a * x + b) * x + 1) for a, b in steps[lower - 1 : lower + 1])
    return low_db + (held - lower) * (high_db - low_db)


def _scatter_distance_db(angle_distance_m: float) -> float:
    log_m = math.log10(angle_distance_m)
    if angle_distance_m <= 10e3:
        return 133.4 + 0.332e-3 * angle_distance_m - 10 * log_m
    if angle_distance_m <= 70e3:
        return 104.6 + 0.212e-3 * angle_distance_m - 2.5 * log_m
    return 71.8 + 0.157e-3 * angle_distance_m + 5 * log_m


def _scatter_gain_db(path: Path, distance_m: float) -> float | None:
    """Frequency gain of scatter, or None where both heights are too small in wavelengths for the model. [dB]"""
    wave = path.wave_number_per_m
    angle_rad = sum(path.horizon_rad) + distance_m * path.earth_curvature_per_m
    r1, r2 = (2 * wave * angle_rad * height_m for height_m in path.effective_height_m)
    if r1 < 0.2 and r2 < 0.2:
        return None
    apart_m = path.horizon_m[0] - path.horizon_m[1]
    ratio = path.effective_height_m[1] / path.effective_height_m[0]
    if apart_m < 0:
        apart_m, ratio = -apart_m, 1 / ratio
    asymmetry = (distance_m - apart_m) / (distance_m + apart_m)
    q = min(max(0.1, ratio / asymmetry), 10.0)
    asymmetry = max(0.1, asymmetry)
    cross_m = (distance_m - apart_m) * (distance_m + apart_m) * angle_rad * 0.25 / distance_m
    ns = path.surface_refractivity
    boost = 1 + (0.031 - ns * 2.32e-3 + ns * ns * 5.67e-6) * math.exp(-min(1.7, cross_m / 8e3) ** 6)
    efficiency = cross_m / 1.756e3 * boost
    gain_db = (_frequency_gain_db(r1, efficiency) + _frequency_gain_db(r2, efficiency)) / 2
    uneven_db = 6 * (0.6 - math.log10(max(efficiency, 1.0))) * math.log10(asymmetry) * math.log10(q)
    gain_db = max(gain_db + min(gain_db, uneven_db), 0.0)
    if efficiency < 1:
        product = ((1 + math.sqrt(2) / r1) * (1 + math.sqrt(2) / r2)) ** 2 * (r1 + r2) / (r1 + r2 + 2 * math.sqrt(2))
        gain_db = efficiency * gain_db + (1 - efficiency) * 10 * math.log10(product)
    return gain_db


def _scatter_db(path: Path, distance_m: float, gain_db: float) -> float:
    angle_rad = path.bending_rad + distance_m * path.earth_curvature_per_m
    arc_m = angle_rad * distance_m
    refractivity_db = 0.1 * (path.surface_refractivity - 301) * math.exp(-arc_m / 40e3)
    return _scatter_distance_db(arc_m) + 10 * math.log10(path.frequency_mhz * angle_rad**4) - refractivity_db + gain_db


def _scatter_line(path: Path) -> tuple[float, float] | None:
    """Loss at the nearer of the two scatter distances and its slope, or None where scatter is inadmissible."""
    near_m = path.both_horizons_m + _LATER_M
    far_gain_db = _scatter_gain_db(path, near_m + _LATER_M)
    if far_gain_db is None:
        return None
    near_gain_db = far_gain_db
    if far_gain_db <= 15:
        gain_db = _scatter_gain_db(path, near_m)
        if gain_db is None:
            return None
        near_gain_db = gain_db if gain_db <= 15 else far_gain_db
    near_db = _scatter_db(path, near_m, near_gain_db)
    return near_db, (_scatter_db(path, near_m + _LATER_M, far_gain_db) - near_db) / _LATER_M


def _inside_horizon_db(path: Path, slope: float, intercept_db: float) -> float:
    """Loss on a curve through the two-ray region that meets the diffraction line at the horizon. [dB]"""
    edge_m = path.smooth_horizon_m
    edge_db = edge_m * slope + intercept_db
    inner_m = 0.04 * path.frequency_mhz * path.effective_height_m[0] * path.effective_height_m[1]
    if intercept_db >= 0:
        inner_m = min(inner_m, 0.5 * path.both_horizons_m)
        middle_m = inner_m + 0.25 * (path.both_horizons_m - inner_m)
    else:
        middle_m = max(-intercept_db / slope, 0.25 * path.both_horizons_m)
    middle_db = line_of_sight_db(path, middle_m, slope, intercept_db)

    linear, logarithmic, curved = 0.0, 0.0, False
    if inner_m < middle_m:
        inner_db = line_of_sight_db(path, inner_m, slope, intercept_db)
        decades = math.log(edge_m / inner_m)
        bend = (edge_m - inner_m) * (middle_db - inner_db) - (middle_m - inner_m) * (edge_db - inner_db)
        bend /= (edge_m - inner_m) * math.log(middle_m / inner_m) - (middle_m - inner_m) * decades
        logarithmic = max(0.0, bend)
        curved = intercept_db > 0 or logarithmic > 0
        if curved:
            linear = (edge_db - inner_db - logarithmic * decades) / (edge_m - inner_m)
            if linear < 0:
                linear, logarithmic = 0.0, max(edge_db - inner_db, 0.0) / decades
                if logarithmic == 0:
                    linear = slope
    if not curved:
        linear, logarithmic = max(edge_db - middle_db, 0.0) / (edge_m - middle_m), 0.0
        if linear == 0:
            linear = slope
    constant_db = edge_db - linear * edge_m - logarithmic * math.log(edge_m)
    return constant_db + linear * path.distance_m + logarithmic * math.log(path.distance_m)


def reference_attenuation_db(path: Path) -> float:
    """Median attenuation beyond free space.

    Parameters
    ----------
    path : Path
        The path with its horizons, effective heights and roughness.

    Returns
    -------
    float
        Reference attenuation, never negative. [dB]

    Notes
    -----
    Inside the smooth-earth horizon a curve a + k1 d + k2 ln d; beyond it the diffraction line, or the scatter line
    where that is less.

    References
    ----------
    ntia-82-100; hufford-1995, equations 4.1 to 4.60
    """
    unit_m = (path.wave_number_per_m * path.earth_curvature_per_m**2) ** (-1 / 3)
    near_m = max(path.smooth_horizon_m, path.both_horizons_m + 1.3787 * unit_m)
    near_db, far_db = diffraction_db(path, near_m), diffraction_db(path, near_m + 2.7574 * unit_m)
    slope = (far_db - near_db) / (2.7574 * unit_m)
    intercept_db = near_db - slope * near_m

    if path.distance_m < path.smooth_horizon_m:
        return max(_inside_horizon_db(path, slope, intercept_db), 0.0)
    diffracted_db = intercept_db + slope * path.distance_m
    line = _scatter_line(path)
    if line is None:
        return max(diffracted_db, 0.0)
    scattered_db, scatter_slope = line
    anchor_m = path.both_horizons_m + _LATER_M
    cross_m = max(
        path.smooth_horizon_m,
        path.both_horizons_m + 0.3 * unit_m * math.log(path.frequency_mhz),
        (scattered_db - intercept_db - scatter_slope * anchor_m) / (slope - scatter_slope),
    )
    if path.distance_m > cross_m:
        return max(intercept_db + slope * cross_m + scatter_slope * (path.distance_m - cross_m), 0.0)
    return max(diffracted_db, 0.0)
