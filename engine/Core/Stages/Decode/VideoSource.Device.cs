using Microsoft.Extensions.Logging;
using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode.Selection.Headers;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <content>Decoding on a device.</content>
internal sealed partial class VideoSource
{
    // One that waits holds its surfaces, some 80 MB of the device at 1080p.
    private static readonly TimeSpan DecoderWaits = TimeSpan.FromMinutes(1);

    private bool _saidWhy;

    /// <summary>The device that decodes a stream; null for the CPU.</summary>
    private DecodeDevice? DeviceFor(VideoStreamInfo video)
    {
        if (_config.Decode is not { MayUseDevice: true } decode) return null;
        var why = _gate != null ? "its gate looks at pictures on the CPU" : DeviceDecoding.Missing(video);
        if (why == null && DecodeDevices.TryGet(decode.Index, out why) is { } device)
            return new(device, decode.Surfaces.Bytes, (long)video.Width * video.Height * 3 / 2 * (video.PixelFormatName == "yuv420p10le" ? 2 : 1));

        SayWhy(why);
        return null;
    }

    private static VideoDecoder OpenDecoder(OpenedStream stream) => new(stream.Video, stream.Device is not { } on ? stream.Options : stream.Options with
    {
        // The device's own engines decode: more threads would only hold more of its surfaces.
        ThreadCount = 1,
        // NVDEC decodes whole pictures only.
        Halvings = 0,
        Device = on.Device,
        ExtraSurfaces = on.Surfaces,
    });

    /// <summary>
    /// Has a stream that changes its size decoded by the decoder that was at the new one before, if there is one: FFmpeg would end the device's
    /// decoder and make another each time.
    /// </summary>
    private async ValueTask FollowSizeAsync(OpenedStream stream, AvPacket packet, IStageOutput output, CancellationToken stop)
    {
        if (ParameterSets.SizeIn(packet, stream.Video) is not { } size) return;

        // Only where it holds pictures back: FFmpeg's H.264 decoder, once emptied, makes the device's anew.
        if (stream.CodedSize is { } known && known != size && _sent != _received) await DrainAsync(stream, output, stop);
        stream.Resize(size, since => _setup.Time.GetElapsedTime(since) > DecoderWaits, _setup.Time.GetTimestamp());
    }

    /// <summary>
    /// Has the decoder forget what was before a packet. FFmpeg's H.264 decoder makes the device's anew for that, so where the packet's picture
    /// does it by itself, after a loss or a leap, nothing is done.
    /// </summary>
    private static void Flush(OpenedStream stream, AvPacket packet)
    {
        stream.IsFlushOwed = false;
        if (!ParameterSets.IsInstantRefresh(packet, stream.Video)) stream.Decoder?.Flush();
    }

    /// <summary>The picture of a frame from a stream that a device was asked to decode; null where it failed, and is counted.</summary>
    private AvPicture? PictureOf(OpenedStream stream, DecodeDevice on, AvFrame native)
    {
        if (!native.IsOnDevice)
        {
            SayWhy("the GPU refused the stream");
            return new(native, _owner);
        }

        if (on.TryKeep(native, _owner) is { } surface) return new(surface, _owner);
        var copy = _owner.Rent();
        try
        {
            DeviceSurface.Download(native, copy);
        }
        catch (AvException failure)
        {
            _owner.Return(copy);
            stream.Fault ??= new(FaultReason.Unsupported, SourceUrl.Redact(failure.Message));
            _setup.Ledger.ArriveAndEnd(Outcome.Failed);
            return null;
        }
        finally
        {
            _owner.Return(native);
        }

        return new(copy, _owner);
    }

    private void SayWhy(string why)
    {
        if (_saidWhy) return;
        _saidWhy = true;
        LogOnCpu(_setup.Log, Id, why);
    }

    [LoggerMessage(3106, LogLevel.Information, "{Source}: decoded on the CPU: {Why}")]
    private static partial void LogOnCpu(ILogger logger, string source, string why);
}
