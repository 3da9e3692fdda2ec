using System.Text;
using Sluice.Abstractions;
using Sluice.Core.Archive;
using Sluice.Core.Stages.Keyframes.Keeping;
using Sluice.Tests.Sinks;

namespace Sluice.Core.Tests.Archive;

/// <summary>A folder for an archive, and keyframes to put there.</summary>
internal sealed class ArchiveFixture : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("sluice-archive-").FullName;

    public RecordingLog Log { get; } = new();

    public SetTime Time { get; } = new();

    public static ArchiveLimits Limits(long bytes = 1L << 30, int floor = 0, TimeSpan? age = null) => new(bytes, age, floor, TimeSpan.FromDays(30));

    public static string Key(int number, string source = "cam")
        => ArchiveNames.Key(source, SinkFixture.Noon, new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]));

    public static ArchiveItem Item(int number, double loss = 0, int bytes = 1000, string source = "cam", bool pinned = false) => new(
        Key(number, source),
        SinkFixture.Noon.AddSeconds(number),
        new Dictionary<string, byte[]> { [ArchiveNames.Picture] = new byte[bytes], [ArchiveNames.Sidecar] = SidecarOf(number, source, loss) },
        loss,
        pinned);

    public static byte[] SidecarOf(int number, string source = "cam", double loss = 0, params Detection[] detections)
    {
        using var bare = new Frame(new FrameInfo
        {
            Source = source,
            Id = Guid.CreateVersion7(),
            Index = number,
            PtsSeconds = number,
            CapturedAt = SinkFixture.Noon.AddSeconds(number),
            ArrivedTimestamp = 0,
        }, null);
        using var frame = bare.With([.. detections]);
        var why = new KeyframeRecord { Keyframe = new() { Score = 0.5f, Reasons = new Dictionary<string, double> { ["coverage"] = 0.5 } }, Period = SinkFixture.Noon, Loss = loss };
        var origin = new ArchiveOrigin("box", "pick", Guid.Empty, "abc", [], static _ => "");
        return KeyframeSidecar.Of(Key(number, source), frame, why, new([1, 2, 3], 640, 480, []), origin, SinkFixture.Noon);
    }

    public Task<Librarian> OpenAsync(ArchiveLimits? limits = null) => Librarian.OpenAsync(Folder, new FolderPlace(Folder), limits ?? Limits(), Time, Log, default);

    /// <summary>Bytes of all files, the journal's included.</summary>
    public long Bytes() => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length);

    /// <summary>Keys of the keyframes that are there.</summary>
    public List<string> Keys() => [.. Directory.EnumerateFiles(Folder, "*.jpg", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path)[..^4]).Order(StringComparer.Ordinal)];

    public string PathOf(int number, string ending) => Path.Combine(Folder, Key(number) + ending);

    public string[] Journal() => File.ReadAllLines(Path.Combine(Folder, ".journal"), Encoding.UTF8);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>A clock that a test sets; its timers are real.</summary>
    public sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = SinkFixture.Noon;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
