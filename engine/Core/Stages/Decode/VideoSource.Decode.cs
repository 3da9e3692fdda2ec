using System.Runtime.CompilerServices;
using Sluice.Abstractions;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <content>The decoder's task.</content>
internal sealed partial class VideoSource
{
    private readonly ArrivalRing _arrivals = new();
    private long _decoded;

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
                            stream?.Decoder.Dispose();
                            stream = item.Opened;
                            break;
                        case PacketKind.Closed:
                            await DrainAsync(stream!, output, stop);
                            break;
                        default:
                            await DecodeAsync(stream!, item, output, stop);
                            break;
                    }
                }
            }
        }
        finally
        {
            stream?.Decoder.Dispose();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask DecodeAsync(OpenedStream stream, PacketItem item, IStageOutput output, CancellationToken stop)
    {
        var packet = item.Packet!;
        try
        {
            _arrivals.Add(packet.Pts, item.Arrival);
            var damagedBefore = stream.Decoder.CorruptPackets;
            while (stream.Decoder.Send(packet) == SendResult.NeedsOutput) await ReceiveAsync(stream, output, stop);
            await ReceiveAsync(stream, output, stop);
            var damaged = stream.Decoder.CorruptPackets - damagedBefore;
            if (damaged > 0) _setup.Ledger.ArriveAndEnd(Outcome.Corrupt, damaged);
        }
        finally
        {
            _queue.Return(packet);
        }
    }

    /// <summary>Takes out what B-frames and threads held back, and makes the decoder ready for more.</summary>
    private async ValueTask DrainAsync(OpenedStream stream, IStageOutput output, CancellationToken stop)
    {
        while (stream.Decoder.Send(null) == SendResult.NeedsOutput) await ReceiveAsync(stream, output, stop);
        await ReceiveAsync(stream, output, stop);
        stream.Decoder.Flush();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ReceiveAsync(OpenedStream stream, IStageOutput output, CancellationToken stop)
    {
        while (true)
        {
            var native = _owner.Rent();
            if (stream.Decoder.Receive(native) != ReceiveResult.Frame)
            {
                _owner.Return(native);
                return;
            }

            await EmitAsync(stream, native, output, stop);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EmitAsync(OpenedStream stream, AvFrame native, IStageOutput output, CancellationToken stop)
    {
        // The picture gives its bytes back when it is freed, so a refused one is charged first.
        var picture = new AvPicture(native, _owner);
        var granted = await ReserveAsync(picture.SizeBytes, stop);
        if (!granted) _setup.Budget.Charge(picture.SizeBytes);
        if (granted || !IsLive) _setup.Ledger.Arrive();
        else _setup.Ledger.ArriveWithoutMemory();
        var frame = new Frame(Describe(stream, native, granted || !IsLive), picture);

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

    private FrameInfo Describe(OpenedStream stream, AvFrame native, bool isCounted)
    {
        var pts = native.Pts;
        var arrival = _arrivals.Find(pts);
        double? seconds = pts is { } units ? units * (double)stream.TimeBase.Num / stream.TimeBase.Den : null;
        var taken = stream.StartedAt is { } start && seconds is { } after ? start + TimeSpan.FromSeconds(after) : (DateTimeOffset?)null;
        return new FrameInfo(isCounted ? _setup.Ledger : null)
        {
            Source = Id,
            Id = Guid.CreateVersion7(arrival.At),
            Index = _decoded++,
            Pts = pts,
            PtsSeconds = seconds,
            CapturedAt = taken ?? arrival.At,
            CaptureTimeIsArrival = taken == null,
            ArrivedTimestamp = arrival.Timestamp,
            Rotation = stream.RotationDegrees,
            IsIntra = native.PictureType == PictureType.I,
            Session = stream.Session,
        };
    }
}
