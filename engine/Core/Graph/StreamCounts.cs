using System.Collections.Immutable;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Graph;

/// <summary>What a source counts about its stream, beside what became of its frames.</summary>
public sealed record StreamCounts
{
    /// <summary>How often it had to be opened again, by reason.</summary>
    public ImmutableSortedDictionary<FaultReason, long> Losses { get; init; } = ImmutableSortedDictionary<FaultReason, long>.Empty;

    /// <summary>Network packets that never came, as far as their numbers tell.</summary>
    public long LostPackets { get; init; }

    /// <summary>Pictures that the decoder called damaged, whether or not they were left out.</summary>
    public long DamagedPictures { get; init; }

    /// <summary>How often it was connected and nothing came for a while.</summary>
    public long Stalls { get; init; }

    /// <summary>Decoders opened.</summary>
    public long DecoderOpenings { get; init; }

    /// <summary>What its gate has saved; null where it has none.</summary>
    public GateCounts? Gate { get; init; }

    /// <summary>What it need not decode, or decodes more cheaply; null where it decodes everything.</summary>
    public DecodingCounts? Decoding { get; init; }

    /// <summary>Native calls that did not come back in time and were left behind, with their threads.</summary>
    public long StuckCalls { get; init; }

    /// <summary>Frames whose time was missing, went back or jumped, and was repaired.</summary>
    public long TimeRepairs { get; init; }

    /// <summary>Packets whose sender's clock was too far from ours to say when they were taken.</summary>
    public long RefusedClocks { get; init; }

    /// <summary>How unevenly packets arrive, in seconds; null while nothing tells.</summary>
    public double? JitterSeconds { get; init; }

    /// <summary>Time from a packet going into the decoder to its frame coming out; shared with the running engine.</summary>
    public LatencyHistogram DecoderHold { get; init; } = new();
}
