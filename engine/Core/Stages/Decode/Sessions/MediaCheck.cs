using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Sessions;

/// <summary>Whether a file is a video that can be read: it opens, its length is plausible, its first and a later picture decode.</summary>
internal static class MediaCheck
{
    // Where a file has no times to seek by, a picture a second or so in has to do.
    private const int FramesWithoutSeek = 25;
    private const int MostPackets = 5000;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Checks a file.</summary>
    /// <param name="file">The recording.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="BadSessionException">It is none.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static void Check(SessionFile file, CancellationToken stop)
    {
        var name = Path.GetFileName(file.Path);
        if (file.Bytes == 0) throw new BadSessionException($"{name}: is empty");
        try
        {
            using var input = Demuxer.Open(file.Path, new() { OpenTimeout = Deadline, ReadTimeout = Deadline }, stop);
            var length = LengthOf(input.Video);
            if (length > Longest) throw new BadSessionException($"{name}: is {length.Value.TotalDays:0} days long; at most {Longest.TotalDays:0} would be plausible");
            if (!VideoDecoder.IsSupported(input.Video)) throw new BadSessionException($"{name}: this FFmpeg has no decoder for '{input.Video.CodecName}'");
            using var decoder = new VideoDecoder(input);
            if (Decode(input, decoder, 1, stop) == 0) throw new BadSessionException($"{name}: not one picture could be decoded");
            if (length is not { } known || !input.TrySeek(known * 2 / 3))
            {
                Decode(input, decoder, FramesWithoutSeek, stop);
                return;
            }

            decoder.Flush();
            if (Decode(input, decoder, 1, stop) == 0) throw new BadSessionException($"{name}: not one picture could be decoded at {known * 2 / 3:hh\\:mm\\:ss}");
        }
        catch (AvException fault)
        {
            stop.ThrowIfCancellationRequested();
            throw new BadSessionException($"{name}: {fault.Message}");
        }
    }

    private static TimeSpan? LengthOf(VideoStreamInfo video)
        => video.Duration is { } units ? TimeSpan.FromSeconds(Math.Min(units * (double)video.TimeBase.Num / video.TimeBase.Den, 1e9)) : null;

    private static int Decode(Demuxer input, VideoDecoder decoder, int frames, CancellationToken stop)
    {
        using var packet = new AvPacket();
        using var frame = new AvFrame();
        var got = 0;
        for (var packets = 0; got < frames && packets < MostPackets; packets++)
        {
            stop.ThrowIfCancellationRequested();
            var ended = input.TryRead(packet) != ReadResult.Packet;
            while (decoder.Send(ended ? null : packet) == SendResult.NeedsOutput) Receive();
            Receive();
            if (ended) break;
        }

        return got;

        void Receive()
        {
            while (decoder.Receive(frame) == ReceiveResult.Frame)
            {
                got++;
                frame.Unref();
            }
        }
    }
}
