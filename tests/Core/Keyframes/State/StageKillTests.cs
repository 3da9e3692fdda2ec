using System.Diagnostics;
using System.Globalization;
using Sluice.Core.Archive;
using Sluice.Core.Stages.Keyframes;

namespace Sluice.Core.Tests.Keyframes.State;

/// <summary>A camera whose process is killed at points that chance chose, and goes on with the frame after the last that was shown.</summary>
public sealed class StageKillTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-feed-").FullName;

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("SLUICE_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? kills : 4;

    [Fact]
    public async Task ProcessAsync_CameraKilledOverAndOver_LosesNothingAndCoversAsMuch()
    {
        var random = new Random(5);
        var points = Enumerable.Range(0, Kills).Select(_ => random.Next(20, KeyframeFeeder.Frames - 20)).Order().ToList();
        var (killed, calm) = (Path.Combine(_folder, "killed"), Path.Combine(_folder, "calm"));
        var first = 0;
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var point in points)
        {
            first = await FeedAsync(killed, first, Math.Max(point, first + 1)) + 1;
            var archived = KeysOf(killed);
            Assert.Empty(kept.Except(archived));
            kept.UnionWith(archived);
        }

        await FeedAsync(killed, first, null);
        await FeedAsync(calm, 0, null);

        Assert.Empty(kept.Except(KeysOf(killed)));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(killed, "archive", ".staged")));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(killed, "tmp"), "*.jpg", SearchOption.AllDirectories));
        Assert.Equal(KeysOf(killed).Count, Directory.EnumerateFiles(Path.Combine(killed, "archive"), "*-*.json", SearchOption.AllDirectories).Count());
        var periods = Keyframes(killed).GroupBy(static one => one.CapturedAt.ToUnixTimeSeconds() / (long)KeyframeFeeder.Period.TotalSeconds).ToList();
        Assert.All(periods, static period => Assert.InRange(period.Count(), 1, KeyframeFeeder.Budget));
        var (far, near) = (CoverageOf(killed), CoverageOf(calm));
        Console.WriteLine(FormattableString.Invariant($"{points.Count} kills: mean distance {far:0.00000} against {near:0.00000} undisturbed ({far / near:0.0000}); {KeysOf(killed).Count} kept, {KeysOf(calm).Count} undisturbed, {KeysOf(killed).Intersect(KeysOf(calm)).Count()} of them the same"));
        // What a camera showed between the last state and the kill is gone, so other frames are chosen, better or worse by a percent; a
        // recording is read again from there, and is held to one percent by a test of the whole program.
        Assert.InRange(far / near, 0, 1.03);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static HashSet<string> KeysOf(string folder)
        => Directory.Exists(Path.Combine(folder, "archive"))
            ? Directory.EnumerateFiles(Path.Combine(folder, "archive"), "*.jpg", SearchOption.AllDirectories).Where(static path => !path.Contains(".staged", StringComparison.Ordinal)).Select(Path.GetFileName).OfType<string>().ToHashSet(StringComparer.Ordinal)
            : [];

    private static List<ArchivedKeyframe> Keyframes(string folder)
        => [.. Directory.EnumerateFiles(Path.Combine(folder, "archive"), "*-*.json", SearchOption.AllDirectories).Select(static path => ArchivedKeyframe.Parse(File.ReadAllBytes(path)))];

    private static double CoverageOf(string folder)
    {
        var kept = Keyframes(folder).ConvertAll(static one => one.Embedding);
        var (grid, appearance, features, sum) = (new LumaGrid(), new AppearanceFeatures(), new float[AppearanceFeatures.Length], 0.0);
        for (var i = 0; i < KeyframeFeeder.Frames; i++)
        {
            using var frame = KeyframeFeeder.FrameOf(i);
            grid.Read(frame.Picture);
            appearance.Compute(grid, features);
            sum += kept.Min(one => Math.Sqrt(VectorMath.SquaredDistance(one, features)));
        }

        return sum / KeyframeFeeder.Frames;
    }

    /// <returns>The last frame that was shown.</returns>
    private static async Task<int> FeedAsync(string folder, int first, int? killAt)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(KeyframeFeeder).Assembly.Location, "feed", folder, first.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        var last = first;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var index)) last = index;
            if (index < killAt || killAt == null || process.HasExited) continue;
            process.Kill();
            killAt = int.MaxValue;
        }

        await process.WaitForExitAsync();
        Assert.True(killAt != null || process.ExitCode == 0, "the process failed");
        return last;
    }
}
