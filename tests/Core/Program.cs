using System.Globalization;
using Sluice.Core.Tests.Archive;

namespace Sluice.Core.Tests;

/// <summary>What the tests start as a process of its own, to kill it: <c>keep FOLDER BYTES FIRST</c> keeps keyframes in an archive.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is not ["keep", var folder, var most, var first]) return 2;
        return await ArchiveKeeper.RunAsync(folder, long.Parse(most, CultureInfo.InvariantCulture), int.Parse(first, CultureInfo.InvariantCulture));
    }
}
