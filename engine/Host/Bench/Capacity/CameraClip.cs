using System.Globalization;
using Sluice.Native.FFmpeg;

namespace Sluice.Host.Bench.Capacity;

/// <summary>A clip made ready to be sent as a camera would: at one frame rate, long enough that its end does not come often.</summary>
/// <param name="Path">The file made from it.</param>
/// <param name="Source">The clip it was made from, as the user named it.</param>
/// <param name="Codec">FFmpeg's name of the codec.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Fps">Frames a second it is sent at.</param>
/// <param name="BitRate">Bits a second at that rate.</param>
/// <param name="GroupSeconds">Mean time from one intra frame to the next at that rate.</param>
internal sealed record CameraClip(string Path, string Source, string Codec, int Width, int Height, double Fps, long BitRate, double GroupSeconds)
{
    // Opening a file again costs a decoder: rare enough not to show.
    private const double LeastSeconds = 60;
    private const int TicksASecond = 90_000;
    private static readonly AvRational TimeBase = new(1, TicksASecond);

    /// <summary>Millions of pixels a frame.</summary>
    public double Megapixels => Width * (double)Height / 1e6;

    /// <summary>Copies a clip's packets one after the other, with times at an even rate, until they last a minute.</summary>
    /// <param name="clip">The clip: a file, or a scene that has been rendered.</param>
    /// <param name="fps">Frames a second; null for the clip's own mean rate.</param>
    /// <param name="folder">Where the file goes.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="UsageException">It can't be read, or not be sent as it is.</exception>
    public static CameraClip Prepare(string clip, double? fps, string folder, CancellationToken stop)
    {
        try
        {
            var file = BenchClips.PathOf(clip);
            using var input = Demuxer.Open(file, null, stop);
            var ranks = Ranks(input, out var keys, out var bytes, stop);
            if (ranks.Count < 2) throw new UsageException($"--source {clip}: it has {ranks.Count} frames; a camera needs some to send.");
            var rate = fps ?? OwnRate(input.Video, ranks.Count) ?? throw new UsageException($"--source {clip}: its frame rate is not known; give --fps.");
            var name = string.Create(CultureInfo.InvariantCulture, $"{System.IO.Path.GetFileNameWithoutExtension(file)}-{rate:0.###}fps-{Guid.NewGuid():N}.mp4");
            var path = System.IO.Path.Combine(folder, name);
            Write(input, path, ranks, rate, stop);
            return new(path, clip, input.Video.CodecName, input.Video.Width, input.Video.Height, rate, (long)(bytes * 8 * rate / ranks.Count), ranks.Count / rate / Math.Max(1, keys));
        }
        catch (AvException fault)
        {
            throw new UsageException($"--source {clip}: {fault.Message}");
        }
    }

    /// <summary>The rank of each packet, in the order they lie in the file, among the times they are shown at.</summary>
    private static List<int> Ranks(Demuxer input, out int keys, out long bytes, CancellationToken stop)
    {
        using var packet = new AvPacket();
        var times = new List<long>();
        (keys, bytes) = (0, 0);
        while (input.TryRead(packet) == ReadResult.Packet)
        {
            stop.ThrowIfCancellationRequested();
            times.Add(packet.Pts ?? packet.Dts ?? times.Count);
            bytes += packet.Size;
            if (packet.IsKey) keys++;
            packet.Unref();
        }

        var ranks = new int[times.Count];
        foreach (var (rank, at) in Enumerable.Range(0, times.Count).OrderBy(i => times[i]).Index()) ranks[at] = rank;
        return [.. ranks];
    }

    private static double? OwnRate(VideoStreamInfo video, int frames)
    {
        if (video.AverageFrameRate is { Num: > 0, Den: > 0 } mean) return Math.Round((double)mean.Num / mean.Den, 3);
        return video.Duration is > 0 and var duration && video.TimeBase is { Num: > 0 } unit ? Math.Round(frames * (double)unit.Den / unit.Num / duration, 3) : null;
    }

    private static void Write(Demuxer input, string path, List<int> ranks, double rate, CancellationToken stop)
    {
        // A packet is never shown before it is decoded: as much later as the most displaced one needs.
        var delay = ranks.Index().Max(static r => r.Index - r.Item);
        using var output = new StreamCopyWriter(path, input.Video, TimeBase);
        using var packet = new AvPacket();
        for (long first = 0; first < Math.Max(ranks.Count, LeastSeconds * rate); first += ranks.Count)
        {
            input.SeekToStart();
            for (var i = 0; i < ranks.Count && input.TryRead(packet) == ReadResult.Packet; i++)
            {
                stop.ThrowIfCancellationRequested();
                packet.SetTimes(At(first + ranks[i] + delay), At(first + i));
                output.Write(packet);
                packet.Unref();
            }
        }

        output.Finish();

        long At(long frame) => (long)Math.Round(frame * TicksASecond / rate);
    }
}
