using System.Globalization;
using Sluice.Core.Tests.Archive;
using Sluice.Core.Tests.Decode;
using Sluice.Core.Tests.Keyframes.State;

namespace Sluice.Core.Tests;

/// <summary>
/// What the tests start as a process of its own, to kill it, or so that what it takes is its own and not that of the tests before:
/// <c>soak FOLDER CYCLES</c> opens, decodes and removes a file over and over, and prints what the process had meanwhile;
/// <c>keep FOLDER BYTES FIRST</c> keeps keyframes in an archive; <c>feed FOLDER FIRST</c> shows a camera to a <c>keyframes</c> stage.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["soak", var folder, var cycles]:
                await new FileSoak(folder).RunAsync(int.Parse(cycles, CultureInfo.InvariantCulture), Console.Out);
                return 0;
            case ["keep", var folder, var most, var first]:
                return await ArchiveKeeper.RunAsync(folder, long.Parse(most, CultureInfo.InvariantCulture), int.Parse(first, CultureInfo.InvariantCulture));
            case ["feed", var folder, var first]:
                return await KeyframeFeeder.RunAsync(folder, int.Parse(first, CultureInfo.InvariantCulture));
            default:
                return 2;
        }
    }
}
