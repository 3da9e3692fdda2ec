using System.Runtime.CompilerServices;
using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <content>The decoder's task.</content>
internal sealed partial class VideoSource
{
    // Without an intra frame for so many time-outs, a camera is opened again: many send one then.
    private const int IntraPatience = 3;

    // A camera's times go with the clock; a recording may have slept for a while.
    private static readonly TimeSpan LongestLiveGap = TimeSpan.FromSeconds(10), LongestRecordedGap = TimeSpan.FromHours(1);

    private readonly ArrivalRing _arrivals = new();
    private readonly Continuity _continuity;
    private readonly DecoderBreaker _breaker;
    private long _decoded;
    private long _awaitingSince;
    private TimestampRepair? _times;
    private long _lastShown;

    // Since the decoder was last empty: what went in, what came out, and whether anything was damaged meanwhile.
    private long _sent;
    private long _received;
    private bool _wasDamaged;
    private (int Width, int Height) _size;

    private async Task DecodeAsync(IStageOutput output, CancellationToken stop)
    {
        OpenedStream? stream = null;
        try
        {
            while (await _queue.WaitAsync(stop))
            {
                while (!stop.IsCancellationRequested && _queue.TryTake(out var item))
                {
                    switch (item.Kind)
                    {
                        case PacketKind.Opened:
                            stream?.CloseDecoder();
                            stream = item.Opened!;
                            Begin(stream);
                            _selector?.Begin(stream.Video);
                            _intra?.Begin(stream.Video, stream.Options);
                            BeginHistory(stream);
                            break;
                        case PacketKind.Closed:
                            if (_selector != null) await EndSelectionAsync(stream!, output, stop);
                            await DrainAsync(stream!, output, stop);
                            if (_undecoded != null) await HandOnAsync(stream!, long.MaxValue, output, stop);

                            // A camera may stay away for long.
                            stream!.CloseDecoder();
                            stream.Progress?.Decoded();
                            break;
                        default:
                            if (_setup.Histories != null) Remember(stream!, item);
                            if (_selector != null) await SelectAsync(stream!, item, output, stop);
                            else await TakeAsync(stream!, item, output, stop);
                            break;
                    }
                }
            }
        }
        finally
        {
            stream?.CloseDecoder();
            _history?.End();
        }
    }

    private void Begin(OpenedStream stream)
    {
        _continuity.Begin();
        _times = new(stream.TimeBase, stream.Video.AverageFrameRate, _isCamera ? LongestLiveGap : LongestRecordedGap);
        _lastShown = 0;
        _awaitingSince = 0;
        (_sent, _received, _wasDamaged, _size) = (0, 0, false, default);
    }

    /// <summary>Decodes a packet, or counts how it ended.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask TakeAsync(OpenedStream stream, PacketItem item, IStageOutput output, CancellationToken stop)
    {
        var packet = item.Packet!;
        try
        {
            if (stream.Fault is { } fault)
            {
                if (_selector?.TryEnd(packet.Pts) != false) _setup.Ledger.ArriveAndEnd(OutcomeUnder(fault));
                return;
            }

            var wasAwaiting = _continuity.IsAwaiting;
            var refused = _continuity.Admit(packet.IsKey, packet.IsCorrupt, item.FollowsLoss, packet.Pts);
            if (refused != Outcome.None)
            {
                // What was whole before the loss still comes out.
                if (!wasAwaiting) await DrainAsync(stream, output, stop, packet.Pts);
                if (_selector?.TryEnd(packet.Pts) != false) _setup.Ledger.ArriveAndEnd(refused);
                NoteWait(stream);
                return;
            }

            _awaitingSince = 0;
            if (stream.IsFlushOwed) Flush(stream, packet);
            if (stream.Device != null && packet.IsKey) await FollowSizeAsync(stream, packet, output, stop);
            if (EnsureDecoder(stream, packet.Pts)) await DecodeAsync(stream, packet, item.Arrival, output, stop);
        }
        finally
        {
            _queue.Return(packet);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask DecodeAsync(OpenedStream stream, AvPacket packet, Arrival arrival, IStageOutput output, CancellationToken stop)
    {
        var decoder = stream.Decoder!;
        if (_mayIdle) NoteSent(stream, packet);
        _arrivals.Add(packet.Pts, arrival, _setup.Time.GetTimestamp(), packet.Size);
        _sent++;
        var errorsBefore = decoder.CorruptPackets;
        while (decoder.Send(packet) == SendResult.NeedsOutput) await ReceiveAsync(stream, output, stop);
        await ReceiveAsync(stream, output, stop);
        if (decoder.CorruptPackets > errorsBefore)
        {
            _wasDamaged = true;
            _continuity.Lose();
            if (_breaker.Failed() is { } storm) stream.Fault ??= new(FaultReason.DecoderStorm, storm);
        }

        if (_continuity.IsAwaiting) await DrainAsync(stream, output, stop);
    }

    /// <summary>Takes out what B-frames and threads held back, and makes the decoder ready for more.</summary>
    private async ValueTask DrainAsync(OpenedStream stream, IStageOutput output, CancellationToken stop, long? next = null)
    {
        if (stream.Device != null && _sent == _received)
        {
            stream.IsFlushOwed = stream.Decoder != null;
        }
        else if (stream.Decoder is { } decoder)
        {
            while (decoder.Send(null) == SendResult.NeedsOutput) await ReceiveAsync(stream, output, stop);
            await ReceiveAsync(stream, output, stop);
            decoder.Flush();
        }

        // A packet without a picture in an undamaged stream is one that shows nothing by design, such as VP8's alternate references.
        var handedOn = _selector?.TakeHandedOn(next) ?? 0;
        if (_wasDamaged && _sent - _received > handedOn) _setup.Ledger.ArriveAndEnd(Outcome.Corrupt, _sent - _received - handedOn);
        (_sent, _received, _wasDamaged, _replayed) = (0, 0, false, null);
        _continuity.Trust();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ReceiveAsync(OpenedStream stream, IStageOutput output, CancellationToken stop)
    {
        while (true)
        {
            var native = _owner.Rent();
            if (stream.Decoder!.Receive(native) != ReceiveResult.Frame)
            {
                _owner.Return(native);
                return;
            }

            if (native.Pts is { } again && again == _replayed)
            {
                // Its frame left before the decoder was closed.
                _replayed = null;
                _owner.Return(native);
                continue;
            }

            _received++;
            if (_arrivals.SentAt(native.Pts) is { } sent) _meter.DecoderHold.Add(_setup.Time.GetElapsedTime(sent));
            if (!IsShown(stream, native) || !IsChosen(stream, native)) _owner.Return(native);
            else if (_undecoded == null) await EmitAsync(stream, native, output, stop);
            else
            {
                var (index, wantedBy) = (_index, _wantedBy);
                await HandOnAsync(stream, index, output, stop);
                (_index, _wantedBy) = (index, wantedBy);
                await EmitAsync(stream, native, output, stop);
                _undecoded.Leave(index);
            }
        }
    }

    /// <summary>Looks a picture over; false when it is damaged and must not be shown, and counted.</summary>
    private bool IsShown(OpenedStream stream, AvFrame native)
    {
        var size = (native.Width, native.Height);
        if (_size != size && _size != default && _breaker.Resized() is { } storm) stream.Fault ??= new(FaultReason.DecoderStorm, storm);
        _size = size;
        if (!native.IsCorrupt)
        {
            if (native.IsKey) _continuity.Trust();
            if (_continuity.IsSuspect)
            {
                if (_selector?.TryEnd(native.Pts) != false) _setup.Ledger.ArriveAndEnd(Outcome.AwaitingKeyframe);
                return false;
            }

            _breaker.Good();
            stream.NoteFrame(_setup.Time.GetTimestamp());
            return true;
        }

        _meter.DamagedPicture();
        if (!_continuity.IsStrict) return true;
        _continuity.Damaged(native.Pts);
        if (_breaker.Failed() is { } fault) stream.Fault ??= new(FaultReason.DecoderStorm, fault);
        if (_selector?.TryEnd(native.Pts) != false) _setup.Ledger.ArriveAndEnd(Outcome.Corrupt);
        return false;
    }

    /// <summary>Makes the decoder for the first packet that needs it; idle streams have none.</summary>
    private bool EnsureDecoder(OpenedStream stream, long? pts)
    {
        if (stream.Decoder != null) return true;
        if (stream.IsClosedForNow) return Reopen(stream, pts);
        // A recording has one for each file and pass, however fast those come; only a camera that needs many is ill.
        if (_isCamera && _breaker.Opened() is { } storm) stream.Fault = new(FaultReason.DecoderStorm, storm);
        else
        {
            try
            {
                stream.Decoder = OpenDecoder(stream);
                _meter.DecoderOpened(stream.Options);
                return true;
            }
            catch (AvException failure)
            {
                stream.Fault = new(FaultReason.Unsupported, SourceUrl.Redact(failure.Message));
            }
        }

        if (_selector?.TryEnd(pts) != false) _setup.Ledger.ArriveAndEnd(OutcomeUnder(stream.Fault!));
        return false;
    }

    private void NoteWait(OpenedStream stream)
    {
        var now = _setup.Time.GetTimestamp();
        if (_awaitingSince == 0) _awaitingSince = now;
        else if (_isCamera && _setup.Time.GetElapsedTime(_awaitingSince, now) > IntraPatience * _config.Timeout)
            stream.Fault ??= new(FaultReason.NoIntraFrame, $"no intra frame came for {IntraPatience * _config.Timeout.TotalSeconds:0.#} s");
    }

    private static Outcome OutcomeUnder(StreamFault fault) => fault.Reason switch
    {
        FaultReason.NoIntraFrame => Outcome.AwaitingKeyframe,
        FaultReason.Unsupported => Outcome.Failed,
        _ => Outcome.Corrupt,
    };

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EmitAsync(OpenedStream stream, AvFrame native, IStageOutput output, CancellationToken stop)
    {
        // A frame that is copied goes back at once, empty.
        var (pts, type) = (native.Pts, native.PictureType);
        var picture = stream.Device == null ? new AvPicture(native, _owner) : PictureOf(stream, stream.Device, native);
        if (picture == null) return;

        // The picture gives its bytes back when it is freed, so a refused one is charged first.
        var granted = await ReserveAsync(picture.SizeBytes, stop);
        if (!granted) _setup.Budget.Charge(picture.SizeBytes);
        if (granted || !IsLive) _setup.Ledger.Arrive();
        else _setup.Ledger.ArriveWithoutMemory();
        var frame = new Frame(Describe(stream, new(pts, type == PictureType.I, default, PredictedBytes: type == PictureType.P ? _arrivals.BytesOf(pts) : 0), granted || !IsLive), picture);

        // A recording is only refused when it is told to stop; the edge then counts the frame.
        if (granted || !IsLive) await output.EmitAsync(frame, stop);
        else frame.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReserveAsync(long bytes, CancellationToken stop)
    {
        if (IsLive) return _setup.Budget.TryReserve(bytes);
        try
        {
            return await _setup.Budget.ReserveAsync(bytes, stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
