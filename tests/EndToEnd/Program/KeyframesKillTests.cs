using System.Globalization;
using Sluice.Core.Archive;
using Sluice.Core.Scene;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Keyframes;
using Sluice.Native.FFmpeg;
using Sluice.Tests;
using Sluice.Tests.Sinks;
using Xunit.Abstractions;

namespace Sluice.EndToEnd.Tests.Program;

/// <summary>
/// The program killed at points that chance chose while it chooses keyframes of a recording, and started again each time until the recording
/// is through. <c>SLUICE_KILLS=20</c> kills it twenty times instead of three.
/// </summary>
public sealed class KeyframesKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Budget = 10;
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-pick-").FullName;

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("SLUICE_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? kills : 3;

    private string Killed => Path.Combine(_folder, "killed");

    private string Calm => Path.Combine(_folder, "calm");

    [Fact]
    public async Task Run_KilledOverAndOver_LosesNothingLeavesNothingAndCoversAsMuch()
    {
        var minutes = Math.Max(4, Kills);
        SceneClipWriter.Write(new SceneOptions { WidthPx = 320, HeightPx = 180, RateHz = 5, Duration = TimeSpan.FromMinutes(minutes), HoursPerMinute = 1.5, EventsPerMinute = 2, Seed = 3 }, Path.Combine(_folder, "clip.mp4"));
        foreach (var folder in new[] { Killed, Calm }) await WriteGraphAsync(folder);
        Assert.Equal(0, (await SluiceProgram.RunAsync(["run", Path.Combine(Calm, "graph.yaml")])).ExitCode);

        var random = new Random(6);
        var kept = new HashSet<string>(StringComparer.Ordinal);
        var kills = 0;
        while (kills < Kills && await KillAsync(TimeSpan.FromMilliseconds(random.Next(0, 120))))
        {
            kills++;
            var archived = Keys(Killed);
            Assert.Empty(kept.Except(archived));
            kept.UnionWith(archived);
        }

        var (exit, _, error) = await SluiceProgram.RunAsync(["run", Path.Combine(Killed, "graph.yaml")]);
        Assert.True(exit == 0, error);

        var all = Keyframes(Killed);
        Assert.Empty(kept.Except(Keys(Killed)));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Killed, "archive", ".staged")));
        Assert.Equal([".lock"], Directory.EnumerateFiles(Path.Combine(Killed, "tmp"), "*", SearchOption.AllDirectories).Select(Path.GetFileName));
        Assert.Equal(Keys(Killed).Count, all.Count);
        Assert.All(all.GroupBy(static one => Math.Floor(one.At!.Value / 60)), static period => Assert.InRange(period.Count(), 0, Budget));
        var frames = Look();
        var (far, near) = (Distance(all, frames), Distance(Keyframes(Calm), frames));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{kills} kills, {minutes} periods: mean distance {far:0.00000}, undisturbed {near:0.00000} ({far / near:0.0000}); {all.Count} kept, undisturbed {Keys(Calm).Count}, the same {Keys(Killed).Intersect(Keys(Calm)).Count()}"));
        Assert.True(kills > 0, "nothing was killed: the run is too short to show anything");
        Assert.InRange(far / near, 0, 1.01);
    }

    [ServerFact("s3rver")]
    public async Task Run_ArchiveIsABucketAndItIsKilled_HasWhatAnUndisturbedRunKeeps()
    {
        await using var server = new S3ServerFixture();
        await server.StartAsync();
        SceneClipWriter.Write(new SceneOptions { WidthPx = 160, HeightPx = 90, RateHz = 5, Duration = TimeSpan.FromMinutes(3), HoursPerMinute = 3, Seed = 4 }, Path.Combine(_folder, "clip.mp4"));
        await WriteGraphAsync(Calm);
        Assert.Equal(0, (await SluiceProgram.RunAsync(["run", Path.Combine(Calm, "graph.yaml")])).ExitCode);
        await WriteGraphAsync(Killed, $", s3: {{ bucket: {S3ServerFixture.Bucket}, endpoint: \"{server.Options.Endpoint}\", access_key: S3RVER, secret_key: S3RVER }}, prefix: kept");
        var kills = 0;
        while (kills < 2 && await KillAsync(TimeSpan.FromMilliseconds(30 * kills))) kills++;
        var (exit, _, error) = await SluiceProgram.RunAsync(["run", Path.Combine(Killed, "graph.yaml")]);

        Assert.True(exit == 0, error);
        Assert.True(kills > 0, "nothing was killed: the run is too short to show anything");
        var keys = await server.KeysAsync();
        Assert.Equal(Keys(Calm).Order(StringComparer.Ordinal), keys.Where(static key => key.EndsWith(".jpg", StringComparison.Ordinal)).Select(static key => key[(key.LastIndexOf('/') + 1)..]).Order(StringComparer.Ordinal));
        Assert.All(keys.Where(static key => key.EndsWith(".jpg", StringComparison.Ordinal)), key => Assert.Contains(key[..^4] + ".json", keys));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Killed, "archive", ".staged")));
        Assert.Equal([".lock"], Directory.EnumerateFiles(Path.Combine(Killed, "tmp"), "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static HashSet<string> Keys(string folder)
        => [.. Directory.EnumerateFiles(Path.Combine(folder, "archive"), "*.jpg", SearchOption.AllDirectories).Where(static path => !path.Contains(".staged", StringComparison.Ordinal)).Select(Path.GetFileName).OfType<string>()];

    private static List<ArchivedKeyframe> Keyframes(string folder)
        => [.. Directory.EnumerateFiles(Path.Combine(folder, "archive"), "*-*.json", SearchOption.AllDirectories).Select(static path => ArchivedKeyframe.Parse(File.ReadAllBytes(path)))];

    private static double Distance(List<ArchivedKeyframe> kept, List<float[]> frames)
        => frames.Average(frame => kept.Min(one => Math.Sqrt(VectorMath.SquaredDistance(one.Embedding, frame))));

    private static async Task WriteGraphAsync(string folder, string archive = "")
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "graph.yaml"), string.Create(CultureInfo.InvariantCulture, $$"""
            version: 1
            engine: { name: box }
            sources: [{ id: cam, uri: ../clip.mp4}]
            stages:
              - { id: pick, use: keyframes, from: cam, budget: {{Budget}}/min, temporary: { dir: tmp, every: 50ms }, archive: { dir: archive{{archive}} } }
            """));
    }

    /// <summary>The appearance of every frame, as the engine sees it.</summary>
    private List<float[]> Look()
    {
        var (frames, grid, appearance) = (new List<float[]>(), new LumaGrid(), new AppearanceFeatures());
        using var demuxer = Demuxer.Open(Path.Combine(_folder, "clip.mp4"));
        using var decoder = new VideoDecoder(demuxer);
        using var packet = new AvPacket();
        while (demuxer.TryRead(packet) == ReadResult.Packet)
        {
            decoder.Send(packet);
            Receive();
        }

        decoder.Send(null);
        Receive();
        return frames;

        void Receive()
        {
            using var frame = new AvFrame();
            while (decoder.Receive(frame) == ReceiveResult.Frame)
            {
                grid.Read(new AvPicture(frame, Keeper.Instance));
                frames.Add(new float[AppearanceFeatures.Length]);
                appearance.Compute(grid, frames[^1]);
            }
        }
    }

    /// <returns>False when it was through before.</returns>
    private async Task<bool> KillAsync(TimeSpan after)
    {
        using var process = SluiceProgram.Start(["run", Path.Combine(Killed, "graph.yaml")]);
        var (said, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var state = Path.Combine(Killed, "tmp", ".state", "cam.state");
        var before = File.GetLastWriteTimeUtc(state);
        // Not while it starts: when it has written down something new.
        while (!process.HasExited && File.GetLastWriteTimeUtc(state) == before) await Task.Delay(5);
        await Task.Delay(after);
        var isKilled = !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync();
        await Task.WhenAll(said, error);
        Assert.True(isKilled || process.ExitCode == 0, await error);
        return isKilled;
    }

    private sealed class Keeper : IAvPictureOwner
    {
        public static readonly Keeper Instance = new();

        public void Return(AvFrame frame, long sizeBytes)
        {
        }
    }
}
