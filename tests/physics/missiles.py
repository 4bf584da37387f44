"""A missile of round numbers for the fly-out tests; it stands for none in particular."""

from openiads.physics.missile import Missile

LONG = Missile(
    launch_mass_kg=1800.0, burnout_mass_kg=700.0, thrust_n=225_000.0, burn_time_s=12.0, reference_area_m2=0.208,
    drag_scale=1.2, induced_drag_factor=0.08, max_normal_force=5.0, load_limit_g=20.0, guidance_lag_s=0.5,
    navigation_ratio=4.0, control_time_s=350.0, min_range_m=3000.0, max_range_m=250e3, max_altitude_m=27e3,
    min_intercept_speed_mps=500.0,
)
