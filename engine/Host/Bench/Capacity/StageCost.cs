namespace Sluice.Host.Bench.Capacity;

/// <summary>What one part of the engine takes for a frame, with room to spare and at the most cameras that hold.</summary>
/// <param name="Part"><c>decode</c>, a stage's id, or what has no stage.</param>
/// <param name="Frames">Frames a second it was given, at the most cameras.</param>
/// <param name="LightMicroseconds">CPU microseconds a frame with the fewest cameras; of a stage on the pool, time in its calls.</param>
/// <param name="FullMicroseconds">The same at the most cameras that hold; null where there is no such trial.</param>
/// <param name="Share">Of all CPU time of the first.</param>
internal sealed record StageCost(string Part, double Frames, double LightMicroseconds, double? FullMicroseconds, double Share)
{
    /// <summary>Takes a trial's CPU apart.</summary>
    /// <param name="light">The trial with the fewest cameras.</param>
    /// <param name="full">The one with the most that hold; null where none does.</param>
    public static List<StageCost> Of(Trial light, Trial? full)
    {
        if (light.Last is not { } few) return [];
        var parts = new List<StageCost> { PartOf("decode", few, full?.Last) };
        parts.AddRange(few.Stages.Select(stage => PartOf(stage.Id, few, full?.Last)));
        parts.Add(PartOf("children", few, full?.Last));
        parts.Add(PartOf("jit", few, full?.Last));
        parts.Add(PartOf("rest", few, full?.Last));
        return [.. parts.Where(static part => part.Share >= 0.0005)];
    }

    private static StageCost PartOf(string part, TrialTick light, TrialTick? full) => new(part, Math.Round(FramesOf(part, full ?? light) / (full ?? light).At, 2),
        Math.Round(SecondsOf(part, light) / Math.Max(1, FramesOf(part, light)) * 1e6, 1),
        full == null ? null : Math.Round(SecondsOf(part, full) / Math.Max(1, FramesOf(part, full)) * 1e6, 1), Math.Round(SecondsOf(part, light) / Math.Max(1e-9, light.CpuSeconds), 4));

    private static long FramesOf(string part, TrialTick tick) => tick.Stages.FirstOrDefault(stage => stage.Id == part)?.In ?? tick.Sources.Sum(static s => s.Arrived);

    private static double SecondsOf(string part, TrialTick tick) => part switch
    {
        "decode" => tick.Cpu.GetValueOrDefault("decode") + tick.Cpu.GetValueOrDefault("read"),
        "children" => tick.Cpu.GetValueOrDefault("children"),
        "jit" => tick.Cpu.GetValueOrDefault("jit"),
        "rest" => Math.Max(0, tick.CpuSeconds - SecondsOf("decode", tick) - SecondsOf("children", tick) - SecondsOf("jit", tick) - tick.Stages.Sum(stage => SecondsOf(stage.Id, tick))),

        // A stage with threads of its own is measured by their clock; one on the pool, whose calls don't wait for anything, by theirs.
        _ => tick.Cpu.TryGetValue(part, out var own) && own > 0 ? own : tick.Stages.First(stage => stage.Id == part).Busy,
    };
}
