using Sluice.Core.Graph;

namespace Sluice.Core.Stages.Decode;

/// <summary>What a source counts beside its ledger. Each figure has one writer at a time; reading is safe from anywhere.</summary>
internal sealed class StreamMeter
{
    private long _lostPackets;
    private long _damagedPictures;
    private long _stalls;
    private long _decoderOpenings;
    private long _stuckCalls;

    /// <summary>Network packets that never came.</summary>
    public void LostPackets(long count) => Interlocked.Add(ref _lostPackets, count);

    /// <summary>A picture the decoder called damaged.</summary>
    public void DamagedPicture() => Interlocked.Increment(ref _damagedPictures);

    /// <summary>The stream stood still.</summary>
    public void Stall() => Interlocked.Increment(ref _stalls);

    /// <summary>A decoder was opened.</summary>
    public void DecoderOpened() => Interlocked.Increment(ref _decoderOpenings);

    /// <summary>A native call was left behind.</summary>
    public void StuckCall() => Interlocked.Increment(ref _stuckCalls);

    /// <summary>The figures now.</summary>
    public StreamCounts Read(SourceHealth health) => new()
    {
        Losses = health.Losses,
        LostPackets = Interlocked.Read(ref _lostPackets),
        DamagedPictures = Interlocked.Read(ref _damagedPictures),
        Stalls = Interlocked.Read(ref _stalls),
        DecoderOpenings = Interlocked.Read(ref _decoderOpenings),
        StuckCalls = Interlocked.Read(ref _stuckCalls),
    };
}
