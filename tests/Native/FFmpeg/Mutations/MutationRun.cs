using System.Globalization;
using Sluice.Native.FFmpeg;

namespace Sluice.Native.Tests.FFmpeg.Mutations;

/// <summary>
/// Decodes damaged clips, one a seed: even seeds damage the file, odd ones its packets. It notes each seed before it begins, so that
/// whoever started the process knows at which one it died.
/// </summary>
/// <param name="folder">Holds the clips; the notes and the file in work are put there too.</param>
/// <param name="first">The first seed.</param>
internal sealed class MutationRun(string folder, int first)
{
    /// <summary>Exit code of a run in which a mutation took too long.</summary>
    public const int Hung = 3;

    /// <summary>Exit code of a run in which something came out that must not.</summary>
    public const int Wrong = 4;

    private const int MostPackets = 12, SampleStep = 61;

    // Large clips cost ten times as much as small ones.
    private const int OneLargeIn = 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly DemuxerOptions Reading = new() { OpenTimeout = TimeSpan.FromSeconds(10), ReadTimeout = TimeSpan.FromSeconds(10) };

    // No clip is larger; a mutation that claims to be is to be refused, not to take the memory.
    private static readonly DecoderOptions Decoding = new() { MaxPixels = 2048 * 2048 };

    private readonly string _work = Path.Combine(folder, $"work-{first}");
    private readonly string[] _small = [.. Directory.EnumerateFiles(folder, MutationClips.Small + "*").Order(StringComparer.Ordinal)];
    private readonly string[] _large = [.. Directory.EnumerateFiles(folder, MutationClips.Large + "*").Order(StringComparer.Ordinal)];
    private readonly Dictionary<string, (byte[] File, List<byte[]> Packets, VideoStreamInfo Stream)> _known = [];
    private readonly List<Demuxer> _inputs = [];
    private long _pictures;
    private long _refused;
    private long _sum;
    private int _seed;

    /// <summary>Where a run that begins with a seed notes the one it works on.</summary>
    public static string NoteOf(string folder, int first) => Path.Combine(folder, $"seed-{first}");

    /// <summary>Decodes so many mutations, and prints how many pictures came out and what the memory did.</summary>
    /// <returns>The exit code; 0 when nothing went wrong.</returns>
    public int Run(int count)
    {
        using var watchdog = new Timer(_ => Hang(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using var note = File.OpenHandle(NoteOf(folder, first), FileMode.Create, FileAccess.Write);
        long resident = 0;
        for (_seed = first; _seed < first + count; _seed++)
        {
            RandomAccess.Write(note, System.Text.Encoding.ASCII.GetBytes(_seed.ToString(CultureInfo.InvariantCulture).PadRight(10)), 0);
            watchdog.Change(Longest, Timeout.InfiniteTimeSpan);
            try
            {
                if (_seed % 2 == 0) MutateFile(ClipOf(_seed / 2));
                else MutatePackets(ClipOf(_seed / 2));
            }
            catch (AvException)
            {
                _refused++;
            }
            catch (InvalidOperationException fault)
            {
                Console.WriteLine($"seed {_seed}: {fault.Message}");
                return Wrong;
            }

            if (_seed == first + (count / 3)) resident = Resident();
        }

        foreach (var input in _inputs) input.Dispose();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_pictures} {_refused} {(Resident() - resident) >> 10} {Peak()} {_sum}"));
        return 0;
    }

    // A clip's two kinds come one after the other, so that each clip is met in both.
    private string ClipOf(int pair) => pair % OneLargeIn == 0 && _large.Length > 0 ? _large[pair / OneLargeIn % _large.Length] : _small[pair % _small.Length];

    private void MutateFile(string clip)
    {
        File.WriteAllBytes(_work, new Mutation(_seed).OfFile(Know(clip).File));
        using var input = Demuxer.Open(_work, Reading);
        using var decoder = new VideoDecoder(input, Decoding);
        using var packet = new AvPacket();
        using var frame = new AvFrame();
        for (var packets = 0; packets < MostPackets && input.TryRead(packet) == ReadResult.Packet; packets++) Clips.Feed(decoder, packet, frame, Look);
        Clips.Feed(decoder, null, frame, Look);
    }

    private void MutatePackets(string clip)
    {
        var (_, packets, stream) = Know(clip);
        using var decoder = new VideoDecoder(stream, Decoding);
        using var packet = new AvPacket();
        using var frame = new AvFrame();
        foreach (var payload in new Mutation(_seed).OfPackets(packets))
        {
            packet.CopyFrom(payload);
            Clips.Feed(decoder, packet, frame, Look);
        }

        Clips.Feed(decoder, null, frame, Look);
    }

    private (byte[] File, List<byte[]> Packets, VideoStreamInfo Stream) Know(string clip)
    {
        if (_known.TryGetValue(clip, out var known)) return known;

        // Stays open: its stream's description lives in it.
        var input = Demuxer.Open(clip);
        _inputs.Add(input);
        using var packet = new AvPacket();
        var packets = new List<byte[]>();
        while (packets.Count < MostPackets && input.TryRead(packet) == ReadResult.Packet) packets.Add(packet.Data.ToArray());
        return _known[clip] = (File.ReadAllBytes(clip), packets, input.Video);
    }

    // Reads planes to their end: one that is smaller than it says would be found out by the processor.
    private void Look(AvFrame frame)
    {
        _pictures++;
        if (frame.Width <= 0 || frame.Height <= 0 || (long)frame.Width * frame.Height > Decoding.MaxPixels)
            throw new InvalidOperationException($"a picture of {frame.Width}x{frame.Height}");
        for (var plane = 0; plane < frame.PlaneCount; plane++)
        {
            var samples = frame.Plane(plane);
            for (var at = 0; at < samples.Length; at += SampleStep) _sum += samples[at];
            _sum += samples[^1];
        }
    }

    private void Hang()
    {
        Console.WriteLine($"seed {_seed}: nothing within {Longest.TotalSeconds:0} s");
        Environment.Exit(Hung);
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Status("VmRSS:") << 10;
    }

    private static long Peak() => Status("VmHWM:");

    private static long Status(string field) => long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal))[field.Length..]
        .Trim().Split(' ')[0], CultureInfo.InvariantCulture);
}
