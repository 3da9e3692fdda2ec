using System.Collections.Immutable;
using System.Reflection;
using Sluice.Core.Graph;
using static Sluice.Core.Telemetry.Metric;

namespace Sluice.Core.Telemetry;

/// <summary>Metrics of the engine as a whole.</summary>
internal static class EngineFamilies
{
    private static readonly string Version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "";

    public static ImmutableArray<Metric> All { get; } =
    [
        Gauge("sluice_engine_info", "1", "The engine's name and version.", ["engine", "version"], static (s, to) => to.Add(1, s.Engine, Version)),
        Gauge("sluice_engine_state", "1", "1 for what the engine is doing.", ["state"], static (s, to) =>
        {
            foreach (var state in Enum.GetValues<EngineState>()) to.Add(s.State == state ? 1 : 0, SnakeCase.Of(state));
        }),
        Gauge("sluice_engine_running_seconds", "s", "How long sources have been running.", [], static (s, to) => to.Add(s.Running.TotalSeconds)),
        Gauge("sluice_headroom_ratio", "1", "How much more the engine could take, by what would be spent first: 1 with nothing to do, 0 where that is spent or frames are lost for want of it.", ["resource"], static (s, to) =>
        {
            if (s.Headroom is { } headroom) to.Add(headroom.Ratio, headroom.Resource);
        }),
        Counter("sluice_keyframes_total", "{frame}", "Frames chosen for keeping.", [], static (s, to) => to.Add(s.Keyframes)),
        Gauge("sluice_memory_bytes", "By", "Bytes of pictures in flight.", [], static (s, to) => to.Add(s.MemoryBytes)),
        Gauge("sluice_memory_peak_bytes", "By", "Most bytes of pictures that were in flight at once.", [], static (s, to) => to.Add(s.MemoryPeakBytes)),
        Gauge("sluice_memory_limit_bytes", "By", "Most bytes of pictures in flight.", [], static (s, to) => to.Add(s.MemoryLimitBytes)),
    ];
}
