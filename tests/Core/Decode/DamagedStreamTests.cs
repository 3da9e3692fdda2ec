using System.Security.Cryptography;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Scene;
using Sluice.Native.FFmpeg;
using Sluice.Tests;
using Sluice.Tests.Media;

namespace Sluice.Core.Tests.Decode;

/// <summary>Every packet of a damaged stream ends in exactly one outcome, and what is left out is never shown.</summary>
public sealed class DamagedStreamTests : IDisposable
{
    private const int Frames = 150;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-damage");

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task RunAsync_DamagedPicturesAreDropped_EveryPacketEndsOnce(int seed)
    {
        var path = Damaged(seed);
        await using var harness = SourceHarness.Of(path, new SourceConfig { Id = "cam", Uri = path, Damaged = DamagedPictures.Drop });
        await harness.RunAsync();

        Assert.Equal(PacketsOf(path), harness.Ledger.Arrived);
        Assert.Equal(harness.Ledger.Arrived, harness.Ended);
        Assert.Equal(harness.Frames.Count, harness.Ledger[Outcome.Published]);
        Assert.True(harness.Ledger[Outcome.Corrupt] > 0);
        Assert.Equal(0, harness.Budget.Outstanding);
    }

    [Fact]
    public async Task RunAsync_RecordingByDefault_KeepsWhatTheDecoderConceals()
    {
        var path = Damaged(1);
        await using var kept = SourceHarness.Of(path);
        await kept.RunAsync();
        await using var dropped = SourceHarness.Of(path, new SourceConfig { Id = "cam", Uri = path, Damaged = DamagedPictures.Drop });
        await dropped.RunAsync();

        Assert.True(kept.Frames.Count > dropped.Frames.Count, $"{kept.Frames.Count} kept, {dropped.Frames.Count} with dropping");
        Assert.Equal(0, kept.Ledger[Outcome.AwaitingKeyframe]);
        Assert.Equal(kept.Ledger.Arrived, kept.Ended);
    }

    /// <summary>Threads of the decoder have begun what refers to a picture by the time it is found damaged.</summary>
    [FFmpegTheory, InlineData(5), InlineData(18), InlineData(47), InlineData(70)]
    public async Task RunAsync_PictureFoundDamaged_ShowsNothingThatRefersToIt(int damaged)
    {
        var path = Path.Combine(_folder.FullName, "clip.mp4");
        MadeClip.Run(["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25", "-t", "4", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-g", "12", "-bf", "0", path]);
        var whole = await ShownAsync(path);
        Assert.Equal(100, whole.Count);
        Spoil(path, damaged);

        var shown = await ShownAsync(path);

        Assert.All(shown, one => Assert.Equal(whole[one.Key], one.Value));
        // The rest of the group, and of the next one what had been begun.
        Assert.InRange(shown.Count, 100 - 24, 100 - (12 - (damaged % 12)));
    }

    [Fact]
    public async Task RunAsync_UndamagedRecordingWithDropping_LosesNothing()
    {
        var path = Clip();
        await using var harness = SourceHarness.Of(path, new SourceConfig { Id = "cam", Uri = path, Damaged = DamagedPictures.Drop });
        await harness.RunAsync();

        Assert.Equal((Frames, (long)Frames), (harness.Frames.Count, harness.Ledger[Outcome.Published]));
        Assert.Equal(Frames, harness.Ledger.Arrived);
    }

    // All but the head of a packet becomes noise.
    private static void Spoil(string path, int index)
    {
        using var input = Demuxer.Open(path);
        using var packet = new AvPacket();
        for (var i = 0; i <= index; i++) Assert.Equal(ReadResult.Packet, input.TryRead(packet));
        Assert.False(packet.IsKey);
        var bytes = File.ReadAllBytes(path);
        var at = bytes.AsSpan().IndexOf(packet.Data);
        new Random(index).NextBytes(bytes.AsSpan(at + (packet.Size / 4), packet.Size * 3 / 4));
        File.WriteAllBytes(path, bytes);
    }

    // The hash of each picture, by its time.
    private static async Task<Dictionary<long, string>> ShownAsync(string path)
    {
        var shown = new Dictionary<long, string>();
        await using var harness = SourceHarness.Of(path, new SourceConfig { Id = "cam", Uri = path, Damaged = DamagedPictures.Drop, Threads = 4 },
            frame => shown[frame.Info.Pts!.Value] = Convert.ToHexString(SHA256.HashData(PixelsOf(frame.Picture!))));
        await harness.RunAsync();
        Assert.Equal(harness.Ledger.Arrived, harness.Ended);
        return shown;
    }

    private static byte[] PixelsOf(Picture picture)
    {
        var pixels = new MemoryStream();
        for (var y = 0; y < picture.Height; y++) pixels.Write(picture.Plane(0).Slice(y * picture.StrideBytes(0), picture.Width));
        return pixels.ToArray();
    }

    public void Dispose() => _folder.Delete(true);

    private static long PacketsOf(string path)
    {
        using var input = Demuxer.Open(path);
        using var packet = new AvPacket();
        long packets = 0;
        while (input.TryRead(packet) == ReadResult.Packet) packets++;
        return packets;
    }

    private string Clip()
    {
        var path = Path.Combine(_folder.FullName, "clip.mp4");
        SceneClipWriter.Write(new SceneOptions { WidthPx = 320, HeightPx = 180, Duration = TimeSpan.FromSeconds(Frames / 25.0) }, path);
        return path;
    }

    private string Damaged(int seed)
    {
        var path = Clip();
        var bytes = File.ReadAllBytes(path);
        var random = new Random(seed);
        var middle = bytes.AsSpan(bytes.Length / 8, bytes.Length / 2);
        for (var i = 0; i < 40; i++) middle[random.Next(middle.Length)] ^= (byte)(1 << random.Next(8));
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
