using System.Diagnostics;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Program;

public sealed class KeyframeJudgeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-judge-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [JudgeFact]
    public async Task Judge_TwoClips_KeyframesReachTheirGates()
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "bench", "keyframes", "run")) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { Repository.Video("highway-mpeg4asp.avi"), Repository.Video("pets09-s2l1-360p.mp4"), "--fast", "--out", _folder })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, await output + await error);
        Assert.Equal(24, (await File.ReadAllLinesAsync(Path.Combine(_folder, "highway-mpeg4asp.txt"))).Length);
    }

    [DataFact]
    public async Task Keyframes_OneClipTwiceInOneGraph_StaysInTheBudgetAndRepeats()
    {
        var clip = Path.Combine(_folder, "again.mp4");
        File.CreateSymbolicLink(clip, Repository.Video("cars-topdown.mp4"));
        string[] arguments = ["bench", "keyframes", Repository.Video("cars-topdown.mp4"), "--k", "12", "--to", _folder];
        var first = await SluiceProgram.RunAsync(arguments);
        var once = await File.ReadAllLinesAsync(Path.Combine(_folder, "cars-topdown.txt"));
        await SluiceProgram.RunAsync(arguments);
        var together = await SluiceProgram.RunAsync([.. arguments, clip, "--together"]);

        Assert.True(first.ExitCode == 0, first.Error);
        Assert.True(together.ExitCode == 0, together.Error);
        Assert.Equal(once, await File.ReadAllLinesAsync(Path.Combine(_folder, "cars-topdown.txt")));
        Assert.InRange(once.Length, 6, 12);
        Assert.InRange((await File.ReadAllLinesAsync(Path.Combine(_folder, "together.txt"))).Length, 6, 12);
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class JudgeFactAttribute : FactAttribute
    {
        public JudgeFactAttribute()
        {
            var judge = Path.Combine(Repository.Root, "..", "shared", "tools", "keyframe_eval.py");
            if (!Repository.HasData || !File.Exists(judge)) Skip = $"needs the shared test data at {Repository.Data} and {Path.GetFullPath(judge)}";
            else if (!HasOpenCv()) Skip = "needs a Python with NumPy and OpenCV (Debian: python3-numpy python3-opencv)";
        }

        private static bool HasOpenCv()
        {
            try
            {
                using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", "-c \"import cv2, numpy\"") { RedirectStandardError = true });
                return python != null && python.WaitForExit(30_000) && python.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }
}
