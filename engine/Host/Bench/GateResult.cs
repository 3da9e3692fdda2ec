using Sluice.Core.Stages.Decode.Selection;

namespace Sluice.Host.Bench;

/// <summary>What <see cref="GateBench"/> measured on one clip at one sensitivity.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="Sensitivity">The gate's.</param>
/// <param name="Seconds">Length of the clip.</param>
/// <param name="Processed">Share of the frames that were processed.</param>
/// <param name="DecodeAllMs">CPU milliseconds a camera-second, decoding everything.</param>
/// <param name="DecodeGatedMs">CPU milliseconds a camera-second, gated.</param>
/// <param name="WholeAllMs">The same of decoding and detection; null where it was not measured.</param>
/// <param name="WholeGatedMs">The same, gated.</param>
/// <param name="Missed">Tracks that were not caught.</param>
/// <param name="Gate">What the gate counted.</param>
internal sealed record GateResult(GateClip Clip, double Sensitivity, double Seconds, double Processed, double DecodeAllMs, double DecodeGatedMs,
    double? WholeAllMs, double? WholeGatedMs, int Missed, GateCounts Gate)
{
    /// <summary>How many times less CPU decoding took.</summary>
    public double DecodeTimes => DecodeAllMs / DecodeGatedMs;

    /// <summary>CPU milliseconds a camera-second of the floor's intra frames alone, reading included.</summary>
    public double FloorMs { get; init; }

    /// <summary>How many times less it would be at best: the floor while nothing is to be seen, and everything while something is.</summary>
    public double Limit
    {
        get
        {
            var quiet = Clip.QuietShare(Seconds);
            return DecodeAllMs / ((FloorMs * quiet) + (DecodeAllMs * (1 - quiet)));
        }
    }

    /// <summary>How many times less CPU the whole graph took.</summary>
    public double? WholeTimes => WholeAllMs / WholeGatedMs;

    /// <summary>For scripts.</summary>
    public Dictionary<string, object?> Json() => new()
    {
        ["clip"] = Clip.Name,
        ["tracks_from"] = Clip.Origin,
        ["sensitivity"] = Sensitivity,
        ["seconds"] = Math.Round(Seconds, 2),
        ["quiet_share"] = Math.Round(Clip.QuietShare(Seconds), 3),
        ["processed_share"] = Math.Round(Processed, 4),
        ["decode_all_ms"] = Math.Round(DecodeAllMs, 3),
        ["decode_gated_ms"] = Math.Round(DecodeGatedMs, 3),
        ["decode_times"] = Math.Round(DecodeTimes, 2),
        ["floor_ms"] = Math.Round(FloorMs, 3),
        ["decode_limit"] = Math.Round(Limit, 2),
        ["whole_all_ms"] = WholeAllMs is { } all ? Math.Round(all, 3) : null,
        ["whole_gated_ms"] = WholeGatedMs is { } gated ? Math.Round(gated, 3) : null,
        ["whole_times"] = WholeTimes is { } times ? Math.Round(times, 2) : null,
        ["tracks"] = Clip.Tracks.Count,
        ["missed"] = Missed,
        ["state"] = Gate.State.ToString().ToLowerInvariant(),
        ["reason"] = Gate.Reason,
        ["openings"] = Gate.Openings,
    };
}
