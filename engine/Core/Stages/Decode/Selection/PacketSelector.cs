using Sluice.Core.Stages.Flow;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>
/// Stands between the packets of a source and its decoder, and hands on only what has to be decoded. Packets are kept until it is known
/// whether a wanted frame needs them, and let go when decoding can start behind them. A wanted frame comes out as if everything had been
/// decoded: same picture, same index. For one caller at a time.
/// </summary>
/// <remarks>
/// Packets leave in stream order, each once at most. Frames are decided on in presentation order: a packet is settled once the decoding
/// time has passed its presentation time, because nothing that is shown before it can follow.
/// </remarks>
internal sealed partial class PacketSelector : IDisposable
{
    // More than any codec reorders; what the decoder has not given out by then it never will.
    private const int MostUnresolved = 64, MostReordered = 16;
    private const long MostHeldBytes = 16 << 20;
    private const int MostHeldPackets = 4096;

    private readonly Action<AvPacket> _recycle;
    private readonly IIntraDecoder? _intra;
    private readonly SourceGate? _gate;
    private readonly StageSamplers? _samplers;
    private readonly UndecodedLine? _undecoded;
    private readonly bool _isExact;
    private readonly bool _isPrompt;
    private readonly long _mostBytes;
    private readonly HeldQueue _held = new();
    private readonly PriorityQueue<HeldPacket, long> _unsettled = new();
    private readonly Queue<HeldPacket> _chosen = new();
    private readonly List<HeldPacket> _unresolved = [];
    private readonly List<HeldPacket> _reopened = [];
    private readonly Stack<HeldPacket> _spare = new();
    private readonly Queue<(long Index, ulong Stages)> _untimed = new();
    private bool _hasTimes;
    private PacketInspector? _inspector;
    private AvRational _timeBase;
    private bool _isPlain;
    private bool _isBroken;
    private bool _lost;
    private long _restartedAt = long.MinValue;
    private long _sent;
    private int _withoutOrder;
    private bool _hasReordering;
    private long _frames;
    private long _skipped;
    private long _counted;

    /// <summary>Makes a selector.</summary>
    /// <param name="gate">Lets packets through; null lets all.</param>
    /// <param name="samplers">Choose among the frames that get through; null keeps all.</param>
    /// <param name="isExact">Whether the samplers' choice is to be kept to the frame; otherwise frames near it that cost less will do.</param>
    /// <param name="isPrompt">Whether a wanted frame is worth decoding those behind it for, so that the decoder gives it out at once.</param>
    /// <param name="recycle">Takes packets back that are not decoded.</param>
    /// <param name="undecoded">Is told of the frames that nobody chose, where they go on without picture; null where they end here.</param>
    /// <param name="intra">Decodes what the gate wants to see; null where it is to go by packets alone.</param>
    public PacketSelector(SourceGate? gate, StageSamplers? samplers, bool isExact, bool isPrompt, Action<AvPacket> recycle,
        UndecodedLine? undecoded = null, IIntraDecoder? intra = null)
    {
        (_gate, _samplers, _isExact, _isPrompt, _recycle, _undecoded, _intra) = (gate, samplers, isExact, isPrompt, recycle, undecoded, intra);
        _mostBytes = gate?.MemoryBytes ?? MostHeldBytes;
    }

    /// <summary>Why this stream's packets can't be told apart, so that all are decoded; null while they can.</summary>
    public string? PlainReason { get; private set; }

    /// <summary>Whether the frame last asked about was handed on before, from a look: then it counts no more.</summary>
    public bool WasGiven { get; private set; }

    /// <summary>Whether nothing the decoder has seen is needed any more: the next packet it gets stands alone.</summary>
    public bool IsRestarting => _isBroken && _chosen.Count == 0 && !_isPlain;

    /// <summary>Begins a stream.</summary>
    /// <param name="video">What the container says of it.</param>
    public void Begin(VideoStreamInfo video)
    {
        ArgumentNullException.ThrowIfNull(video);
        if (_inspector != null) Abandon();
        _inspector = PacketInspector.For(video);
        _hasTimes = false;
        _untimed.Clear();
        _timeBase = video.TimeBase;
        (_isBroken, _hasReordering, _restartedAt, _withoutOrder) = (false, false, long.MinValue, 0);
        _isPlain = !_inspector.PairsPackets;
        PlainReason = _isPlain ? $"packets of codec '{video.CodecName}' do not say what refers to them" : null;
        _gate?.Begin(video, _inspector.IsIntraOnly);
    }

    /// <summary>Takes a packet over.</summary>
    /// <param name="item">The next packet of the stream.</param>
    public void Add(in PacketItem item)
    {
        var packet = item.Packet!;
        var facts = _inspector!.Inspect(packet);
        var held = _spare.TryPop(out var spare) ? spare : new HeldPacket();
        (held.Item, held.Facts, held.Bytes, held.FollowsLoss) = (item, facts, packet.Size, item.FollowsLoss);
        if (!_isPlain && WhyPlain(packet, facts) is { } reason) TurnPlain(reason);
        if (_isPlain)
        {
            held.Passes = true;
            Choose(held);
            return;
        }

        _hasTimes = true;
        held.Pts = packet.Pts!.Value;
        held.Seconds = (packet.Dts ?? held.Pts) * _timeBase.Value;

        // Containers without decoding times have none for the first packets; a stream that never has any does not reorder.
        _withoutOrder = packet.Dts == null ? _withoutOrder + 1 : 0;
        var order = packet.Dts ?? (_withoutOrder > MostReordered ? held.Pts : long.MinValue);
        Pass(held);
        _held.Add(held);
        if (facts.IsShown) _unsettled.Enqueue(held, held.Pts);

        // Nothing before a reset is shown after it.
        if (facts.IsReset) Settle(held.Pts - 1);
        Settle(order);
        Bound();
        if (_isPrompt && _held.Count > 0 && !_isBroken && IsWaiting()) SendUpTo(_held.Count);
    }

    /// <summary>
    /// Notes a packet that has no time because it is the first of a live stream, as it is with FFmpeg's RTSP: it is decoded by itself, and
    /// what follows is chosen from all the same.
    /// </summary>
    /// <param name="item">The next packet of the stream.</param>
    /// <returns>Whether it is to be decoded now; otherwise it is to be added like any other.</returns>
    public bool TryAddUntimed(in PacketItem item)
    {
        if (!_isPrompt || _isPlain || _hasTimes || item.Packet!.Pts != null || _untimed.Count == MostReordered) return false;
        if (!_inspector!.Inspect(item.Packet).IsShown) return true;
        var index = _frames++;
        var stages = _samplers?.Choose(null, item.Arrival.Timestamp) ?? ulong.MaxValue;
        _untimed.Enqueue((index, stages));
        _undecoded?.Add(new(index, 0, 0, item.Arrival, false), isChosen: true);
        return true;
    }

    /// <summary>Ends a stream: what is still undecided is decided as far as it can be.</summary>
    public void End()
    {
        Settle(long.MaxValue);
        Forget(_held.Count);
        _gate?.End();
    }

    /// <summary>Takes the next packet to decode.</summary>
    /// <param name="item">It; the caller's from here on.</param>
    /// <param name="restarts">Whether the decoder has to give out what it has and be emptied before.</param>
    public bool TryTake(out PacketItem item, out bool restarts)
    {
        if (!_chosen.TryDequeue(out var held))
        {
            (item, restarts) = (default, false);
            return false;
        }

        (item, restarts) = (held.Item with { FollowsLoss = held.FollowsLoss }, held.Restarts);
        held.Item = held.Item with { Packet = null };
        if (item.Given != null || !held.Facts.IsShown || (_isPlain && !held.IsSettled))
        {
            Free(held);
            return true;
        }

        if (_unresolved.Count == MostUnresolved) Resolve(0);
        _unresolved.Add(held);
        return true;
    }

    /// <summary>Says what to do with a frame that came out of the decoder.</summary>
    /// <param name="pts">Its time.</param>
    /// <param name="seconds">The same in seconds.</param>
    /// <param name="arrived">When its packet came, monotonic.</param>
    /// <param name="index">How many frames of the source come before it.</param>
    /// <param name="stages">Which samplers want it, a bit for each; all where there are none.</param>
    /// <returns>Whether it is wanted; one that is not counts as sampled out, unless it goes on without picture.</returns>
    public bool Wants(long? pts, double? seconds, long arrived, out long index, out ulong stages)
    {
        WasGiven = false;
        if (pts is { } at)
        {
            for (var i = 0; i < _unresolved.Count; i++)
            {
                if (_unresolved[i].Pts != at) continue;
                Settle(at);
                (index, stages) = (_unresolved[i].Index, _unresolved[i].Stages);
                var wanted = _unresolved[i].IsWanted == true;
                WasGiven = _unresolved[i].IsGiven;
                Resolve(i);
                return wanted;
            }
        }

        if (_untimed.TryDequeue(out var untimed))
        {
            (index, stages) = untimed;
            return stages != 0 || _undecoded != null;
        }

        index = _frames++;
        stages = _samplers?.Choose(seconds, arrived) ?? ulong.MaxValue;
        return stages != 0 || _undecoded != null;
    }

    /// <summary>A packet was refused, or its picture is damaged: it ends here, unless its frame goes on without picture or was handed on before.</summary>
    /// <param name="pts">Its time.</param>
    /// <returns>Whether its end is to be counted.</returns>
    public bool TryEnd(long? pts)
    {
        if (pts is not { } at) return true;
        foreach (var held in _unresolved)
        {
            if (held.Pts != at) continue;
            if (IsCountedElsewhere(held)) return false;
            held.IsEnded = true;
            return true;
        }

        return true;
    }

    /// <summary>How many of the packets decoded since the last call have a frame that goes on otherwise or did, whatever became of them.</summary>
    /// <param name="except">The time of a packet that is not in the decoder yet.</param>
    public long TakeHandedOn(long? except)
    {
        long count = 0;
        var last = _counted;
        foreach (var held in _unresolved)
        {
            if (held.Number <= _counted || held.Pts == except) continue;
            last = Math.Max(last, held.Number);
            if (IsCountedElsewhere(held)) count++;
        }

        _counted = last;
        return count;
    }

    /// <summary>How many frames were let go without being decoded since the last call.</summary>
    public long TakeSkipped()
    {
        var skipped = _skipped;
        _skipped = 0;
        return skipped;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_held.Count > 0) _held.Take().Item.Packet?.Dispose();
        while (_chosen.TryDequeue(out var held))
        {
            held.Item.Packet?.Dispose();
            if (held.Item.Given is { } given) _intra!.Return(given.Picture);
        }
    }

    private string? WhyPlain(AvPacket packet, in PacketFacts facts)
    {
        _hasReordering |= facts.Type == PictureType.B;
        if (!facts.IsWhole) return "a packet is not one whole picture";
        if (packet.Pts == null) return "a packet has no presentation time";
        return _withoutOrder > MostReordered && _hasReordering ? "a packet has no decoding time" : null;
    }

    private bool IsCountedElsewhere(HeldPacket held) => held.IsGiven || (_undecoded != null && held.IsWanted == false);

    /// <summary>From here on everything of this stream is decoded, and sampled as frames.</summary>
    private void TurnPlain(string reason)
    {
        Settle(long.MaxValue);
        for (var i = 0; i < _held.Count; i++) _held[i].Passes = true;
        if (_isBroken) Forget(CountBeforeIntra());
        SendUpTo(_held.Count);
        (_isPlain, PlainReason) = (true, reason);
        _gate?.Blind(reason);
    }

    /// <summary>Whether the decoder holds a wanted frame back. One that has not come out after so many more never will.</summary>
    private bool IsWaiting()
    {
        const int Most = 8;
        foreach (var held in _unresolved)
            if (held.IsWanted == true && _sent - held.Number < Most) return true;
        return false;
    }

    /// <summary>Lets go of what an earlier stream left behind.</summary>
    private void Abandon()
    {
        End();
        while (_chosen.TryDequeue(out var held))
        {
            if (held.Item.Given is { } given) Withdraw(held, given);
            else LetGo(held);
        }

        ClearUnresolved();
    }

    private void ClearUnresolved()
    {
        while (_unresolved.Count > 0) Resolve(_unresolved.Count - 1);
    }

    private void Resolve(int place)
    {
        var held = _unresolved[place];
        _unresolved.RemoveAt(place);
        held.IsForgotten = true;
        if (held.IsSettled) Free(held);
    }

    private void Free(HeldPacket held)
    {
        held.Clear();
        if (_spare.Count < MostUnresolved) _spare.Push(held);
    }
}
