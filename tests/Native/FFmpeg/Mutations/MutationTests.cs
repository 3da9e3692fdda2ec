using System.Collections.Concurrent;
using System.Globalization;
using Sluice.Tests;
using Xunit.Abstractions;

namespace Sluice.Native.Tests.FFmpeg.Mutations;

/// <summary>
/// Thousands of damaged clips: whatever the bytes, nothing crashes, nothing hangs, no picture is larger than allowed and no memory stays.
/// <c>SLUICE_FUZZ</c> sets how many, <c>SLUICE_FUZZ_SEED</c> the first.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private const int Batch = 1250;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [FFmpegFact]
    public async Task Decode_MutatedClips_NeitherCrashesNorHangs()
    {
        var (count, first) = (Number("SLUICE_FUZZ", 5000), Number("SLUICE_FUZZ_SEED", 1));
        var folder = Directory.CreateTempSubdirectory("sluice-mutations").FullName;
        await MutationClips.WriteAsync(folder);
        var failures = new ConcurrentQueue<string>();
        var started = TimeProvider.System.GetTimestamp();
        long pictures = 0, refused = 0, peak = 0, grown = long.MinValue;
        await Parallel.ForEachAsync(Batches(first, count), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (batch, _) =>
        {
            for (var (at, left) = batch; left > 0;)
            {
                var (code, text) = await RunAsync(folder, at, left);
                if (code == 0)
                {
                    var figures = text.Trim().Split(' ').Select(static figure => long.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
                    Interlocked.Add(ref pictures, figures[0]);
                    Interlocked.Add(ref refused, figures[1]);
                    lock (failures) (grown, peak) = (Math.Max(grown, figures[2]), Math.Max(peak, figures[3]));
                    break;
                }

                // What comes behind the one that failed is tried all the same.
                var seed = int.Parse(await File.ReadAllTextAsync(MutationRun.NoteOf(folder, at), CancellationToken.None), CultureInfo.InvariantCulture);
                failures.Enqueue($"seed {seed}, exit code {code}: {text.Trim()}");
                (at, left) = (seed + 1, at + left - seed - 1);
            }
        });

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} mutations in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s: {pictures} pictures, "
            + $"{refused} files refused; a process grew by {grown} KiB in its last two thirds at most, and had {peak} KiB at most"));
        Assert.True(failures.IsEmpty, $"The clips are in {folder}; to see one again: dotnet {typeof(MutationTests).Assembly.Location} mutate {folder} SEED 1\n{string.Join('\n', failures)}");
        Assert.True(pictures > count, "hardly anything was decoded: the mutations show nothing");
        Assert.True(grown < 48 << 10, $"memory grew by {grown} KiB");
        Directory.Delete(folder, recursive: true);
    }

    private static IEnumerable<(int First, int Count)> Batches(int first, int count)
    {
        for (var done = 0; done < count; done += Batch) yield return (first + done, Math.Min(Batch, count - done));
    }

    private static async Task<(int Code, string Text)> RunAsync(string folder, int first, int count)
    {
        var (code, output, error) = await ChildProgram.RunAsync(Patience, new Dictionary<string, string>(), "mutate", folder,
            first.ToString(CultureInfo.InvariantCulture), count.ToString(CultureInfo.InvariantCulture));
        return (code ?? MutationRun.Hung, output + error);
    }

    private static int Number(string variable, int otherwise)
        => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
