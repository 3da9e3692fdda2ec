using System.Globalization;
using Sluice.Native.Tests.FFmpeg.Mutations;

namespace Sluice.Native.Tests;

/// <summary>
/// What the tests start as a process of its own, so that a crash in native code ends that one and not the tests:
/// <c>mutate CLIPS FIRST COUNT</c> decodes mutations of the clips in a folder.
/// </summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args is not ["mutate", var clips, var first, var count]) return 2;
        return new MutationRun(clips, int.Parse(first, CultureInfo.InvariantCulture)).Run(int.Parse(count, CultureInfo.InvariantCulture));
    }
}
