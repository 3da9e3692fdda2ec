using System.Collections.Immutable;
using Sluice.Core.Graph;
using Sluice.Core.Telemetry;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>What a source counts beside its ledger. Each figure has one writer at a time; reading is safe from anywhere.</summary>
internal sealed class StreamMeter
{
    private long _lostPackets;
    private long _damagedPictures;
    private long _stalls;
    private long _decoderOpenings;
    private long _stuckCalls;
    private long _timeRepairs;
    private long _refusedClocks;
    private long _idleClosings;
    private long _handedOn;
    private DecoderOptions? _options;
    private double _jitter;

    /// <summary>Network packets that never came.</summary>
    public void LostPackets(long count) => Interlocked.Add(ref _lostPackets, count);

    /// <summary>A picture the decoder called damaged.</summary>
    public void DamagedPicture() => Interlocked.Increment(ref _damagedPictures);

    /// <summary>The stream stood still.</summary>
    public void Stall() => Interlocked.Increment(ref _stalls);

    /// <summary>A decoder was opened.</summary>
    /// <param name="options">How it decodes.</param>
    public void DecoderOpened(DecoderOptions options)
    {
        Volatile.Write(ref _options, options);
        Interlocked.Increment(ref _decoderOpenings);
    }

    /// <summary>A decoder was closed because there was nothing to decode.</summary>
    public void DecoderIdle() => Interlocked.Increment(ref _idleClosings);

    /// <summary>A frame went on without picture.</summary>
    public void HandedOn() => Interlocked.Increment(ref _handedOn);

    /// <summary>How it decodes less than everything; null while it decodes everything.</summary>
    /// <param name="stages">The stages it chooses for.</param>
    public DecodingCounts? Decoding(ImmutableArray<string> stages)
    {
        var options = Volatile.Read(ref _options);
        var counts = new DecodingCounts(stages, options?.LoopFilter ?? LoopFilterSkip.None, options?.Halvings ?? 0,
            Interlocked.Read(ref _handedOn), Interlocked.Read(ref _idleClosings));
        return counts.IsNothing ? null : counts;
    }

    /// <summary>A native call was left behind.</summary>
    public void StuckCall() => Interlocked.Increment(ref _stuckCalls);

    /// <summary>A frame's time had to be repaired.</summary>
    public void TimeRepaired() => Interlocked.Increment(ref _timeRepairs);

    /// <summary>A sender's clock was too far from ours to be believed.</summary>
    public void ClockRefused(long packets) => Interlocked.Add(ref _refusedClocks, packets);

    /// <summary>How unevenly packets arrive, in seconds.</summary>
    public void Jitter(double seconds) => Volatile.Write(ref _jitter, seconds);

    /// <summary>From a packet going into the decoder to its frame coming out.</summary>
    public LatencyHistogram DecoderHold { get; } = new();

    /// <summary>The figures now.</summary>
    public StreamCounts Read(SourceHealth health) => new()
    {
        Losses = health.Losses,
        LostPackets = Interlocked.Read(ref _lostPackets),
        DamagedPictures = Interlocked.Read(ref _damagedPictures),
        Stalls = Interlocked.Read(ref _stalls),
        DecoderOpenings = Interlocked.Read(ref _decoderOpenings),
        StuckCalls = Interlocked.Read(ref _stuckCalls),
        TimeRepairs = Interlocked.Read(ref _timeRepairs),
        RefusedClocks = Interlocked.Read(ref _refusedClocks),
        JitterSeconds = Volatile.Read(ref _jitter) is var jitter and > 0 ? jitter : null,
        DecoderHold = DecoderHold,
    };
}
