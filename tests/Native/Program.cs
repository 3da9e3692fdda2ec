using System.Globalization;
using Sluice.Native.Tests.FFmpeg.Mutations;
using Sluice.Native.Tests.Ort;

namespace Sluice.Native.Tests;

/// <summary>
/// What the tests start as a process of its own, so that a crash in native code ends that one and not the tests:
/// <c>mutate CLIPS FIRST COUNT</c> decodes mutations of the clips in a folder, <c>webgpu SESSIONS RUNS</c> runs models at once by WebGPU.
/// </summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        return args switch
        {
            ["mutate", var clips, var first, var count] => new MutationRun(clips, Number(first)).Run(Number(count)),
            ["webgpu", var sessions, var runs] => new WebGpuRun(Number(sessions), Number(runs)).Run(),
            _ => 2,
        };
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
