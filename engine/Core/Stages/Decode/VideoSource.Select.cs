using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Sluice.Abstractions;
using Sluice.Core.Stages.Decode.History;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <content>Decoding only what is worth it, between the queue and the decoder.</content>
internal sealed partial class VideoSource
{
    private readonly SourceGate? _gate;
    private readonly PacketSelector? _selector;
    private readonly IntraDecoder? _intra;
    private string? _plainReason;
    private long _index;
    private ulong _wantedBy;
    private ImmutableArray<string> _stages = [];
    private UndecodedLine? _undecoded;
    private PacketHistory? _history;

    private (SourceGate? Gate, IntraDecoder? Intra, PacketSelector? Selector) MakeSelector()
    {
        var gate = _config.Gate is { Use: GateKind.Activity } options ? new SourceGate(options, Id, _setup.Log) : null;
        var push = _setup.Pushdown;
        var samplers = push is { Choices.IsEmpty: false } ? push.SamplersOf(_setup.Time.TimestampFrequency) : null;
        if (samplers != null)
        {
            _stages = push!.Stages;
            if (push.HandsOnOthers) _undecoded = new();
        }

        if (gate == null && samplers == null) return (null, null, null);
        var intra = gate == null ? null : new IntraDecoder(_owner);
        return (gate, intra, new(gate, samplers, _config.Exact, IsLive, _queue.Return, _undecoded, intra));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SelectAsync(OpenedStream stream, PacketItem item, IStageOutput output, CancellationToken stop)
    {
        if (_selector!.TryAddUntimed(item)) await TakeAsync(stream, item, output, stop);
        else _selector.Add(item);
        await DecodeChosenAsync(stream, output, stop);
        if (_selector.PlainReason is not { } reason || reason == _plainReason) return;
        _plainReason = reason;
        if (!_stages.IsEmpty) LogPlain(_setup.Log, Id, reason);
    }

    private void BeginHistory(OpenedStream stream)
    {
        _history = _setup.Histories?.Find(Id);
        _history?.Begin(stream.Video);
    }

    private void Remember(OpenedStream stream, in PacketItem item)
    {
        // A stage learns of a source that was added later from its first frame, and asks for packets then.
        if (_history == null && item.Packet!.IsKey) BeginHistory(stream);
        if (_history == null) return;
        _history.Add(item.Packet!);
        if (_gate != null) _history.NoteOpenings(_gate.Counts.Openings);
    }

    private async ValueTask EndSelectionAsync(OpenedStream stream, IStageOutput output, CancellationToken stop)
    {
        _selector!.End();
        await DecodeChosenAsync(stream, output, stop);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask DecodeChosenAsync(OpenedStream stream, IStageOutput output, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && _selector!.TryTake(out var item, out var restarts))
        {
            if (restarts)
            {
                await DrainAsync(stream, output, stop, item.Packet?.Pts);
                (_replayFrom, _isRestart) = (null, true);
            }

            if (item.Given is { } given) await GiveAsync(stream, item, given, output, stop);
            else await TakeAsync(stream, item, output, stop);
        }

        var skipped = _selector!.TakeSkipped();
        if (skipped > 0) _setup.Ledger.ArriveAndEnd(Outcome.SampledOut, skipped);
        if (_undecoded != null) await HandOnAsync(stream, 0, output, stop);
        if (_mayIdle) await CloseIdleAsync(stream, output, stop);
    }

    /// <summary>Hands frames on that nobody needs the picture of, as far as the order of frames lets them go.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask HandOnAsync(OpenedStream stream, long before, IStageOutput output, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && _undecoded!.TryTake(before, out var frame))
        {
            // As if it had been decoded: nothing is shown between a loss and the next intra frame.
            if (_continuity.IsAwaiting)
            {
                _setup.Ledger.ArriveAndEnd(Outcome.AwaitingKeyframe);
                continue;
            }

            (_index, _wantedBy) = (frame.Index, 0);
            var size = _size == default ? (stream.Video.Width, stream.Video.Height) : _size;
            _setup.Ledger.Arrive();
            _meter.HandedOn();
            await output.EmitAsync(new Frame(Describe(stream, new(frame.Pts, frame.IsIntra, size, frame.Arrival), true), null), stop);
        }
    }

    /// <summary>Hands on what the gate had decoded, as if it came out of the decoder.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask GiveAsync(OpenedStream stream, PacketItem item, GivenFrame given, IStageOutput output, CancellationToken stop)
    {
        var native = given.Picture;
        var refused = stream.Fault is { } fault ? OutcomeUnder(fault) : _continuity.Admit(isKey: true, isCorrupt: false, followsLoss: false, native.Pts);
        if (refused != Outcome.None)
        {
            _setup.Ledger.ArriveAndEnd(refused);
            _owner.Return(native);
            return;
        }

        _awaitingSince = 0;
        _arrivals.Add(native.Pts, item.Arrival, _setup.Time.GetTimestamp());
        if (!IsShown(stream, native))
        {
            _owner.Return(native);
            return;
        }

        if (_undecoded != null) await HandOnAsync(stream, given.Index, output, stop);
        (_index, _wantedBy) = (given.Index, given.Stages);
        await EmitAsync(stream, native, output, stop);
        _undecoded?.Leave(given.Index);
    }

    /// <summary>Whether a frame is to be handed on; one that was only decoded for others is not, and counted.</summary>
    private bool IsChosen(OpenedStream stream, AvFrame native)
    {
        if (_selector == null) return true;
        var seconds = native.Pts is { } pts ? pts * stream.TimeBase.Value : (double?)null;
        if (seconds is { } at) _gate?.Watch(native, at);
        if (_selector.Wants(native.Pts, seconds, _arrivals.Find(native.Pts).Timestamp, out _index, out _wantedBy)) return true;
        if (_undecoded == null && !_selector.WasGiven) _setup.Ledger.ArriveAndEnd(Outcome.SampledOut);
        return false;
    }

    [LoggerMessage(3121, LogLevel.Information, "{Source}: frames are sampled after decoding: {Reason}")]
    private static partial void LogPlain(ILogger logger, string source, string reason);
}
