using System.Globalization;
using Spectre.Console;

namespace Sluice.Host.Bench.Peers;

/// <summary>One peer beside the engine, over all rounds.</summary>
internal sealed class PeerLine
{
    // In a short clip one object at the threshold is more than any share.
    private const long FewObjects = 2;
    private readonly string _name;
    private readonly string? _absent;
    private readonly Readings _cpu = [];
    private readonly Readings _wall = [];
    private readonly Readings _cpuRatio = [];
    private readonly Readings _wallRatio = [];
    private readonly long? _objects;

    /// <param name="name">Who it is.</param>
    /// <param name="ours">The engine's rounds.</param>
    /// <param name="theirs">The peer's, as many; fewer when it is absent.</param>
    /// <param name="absent">What it lacks here; null when it ran.</param>
    /// <param name="tolerance">By what share its number of objects may differ.</param>
    public PeerLine(string name, List<PeerResult> ours, List<PeerResult> theirs, string? absent, double tolerance)
    {
        (_name, _absent, Rounds, Frames) = (name, absent, ours.Count, ours[0].Frames);
        if (IsAbsent) return;
        foreach (var (our, their) in ours.Zip(theirs))
        {
            _cpu.Add(their.CpuMs);
            _wall.Add(their.WallMs);
            _cpuRatio.Add(their.CpuMs / our.CpuMs);
            _wallRatio.Add(their.WallMs / our.WallMs);
        }

        _objects = theirs[0].Objects;
        IsSameJob = theirs[0].Frames == Frames && (_objects is not { } found || ours[0].Objects is not { } expected || Math.Abs(found - expected) <= Math.Max(FewObjects, tolerance * expected));
    }

    public int Rounds { get; }

    public int Frames { get; }

    /// <summary>Whether it could not be run for want of a tool.</summary>
    public bool IsAbsent => _absent != null;

    /// <summary>Whether it saw as many frames and found about as many objects.</summary>
    public bool IsSameJob { get; }

    /// <summary>For people.</summary>
    public string[] Cells()
    {
        if (IsAbsent) return [_name, "absent", "", "", _absent!.Split('\n')[^1].EscapeMarkup(), ""];
        var objects = _objects?.ToString(CultureInfo.InvariantCulture) ?? "";
        return IsSameJob ? [_name, _cpu.Show("0.0"), _wall.Show("0.0"), objects, $"{_cpuRatio.Show("0.00")}", $"{_wallRatio.Show("0.00")}"]
            : [_name, _cpu.Show("0.0"), _wall.Show("0.0"), objects, "not the same job", ""];
    }

    /// <summary>For scripts; absent is absent.</summary>
    public Dictionary<string, object> Json()
    {
        if (IsAbsent) return new() { ["name"] = _name, ["absent"] = _absent! };
        var line = new Dictionary<string, object> { ["name"] = _name, ["frames"] = Frames, ["cpu_ms"] = _cpu.Median, ["wall_ms"] = _wall.Median, ["same_job"] = IsSameJob };
        if (_objects is { } objects) line["objects"] = objects;
        if (!IsSameJob) return line;
        (line["cpu_ratio"], line["cpu_ratio_least"], line["cpu_ratio_most"]) = (_cpuRatio.Median, _cpuRatio.Min(), _cpuRatio.Max());
        (line["wall_ratio"], line["wall_ratio_least"], line["wall_ratio_most"]) = (_wallRatio.Median, _wallRatio.Min(), _wallRatio.Max());
        return line;
    }
}
