using System.Globalization;
using Sluice.Core.Tests.Decode;

namespace Sluice.Core.Tests;

/// <summary>
/// What the tests start as a process of its own, so that what it takes is its own and not that of the tests before:
/// <c>soak FOLDER CYCLES</c> opens, decodes and removes a file over and over, and prints what the process had meanwhile.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is not ["soak", var folder, var cycles]) return 2;
        await new FileSoak(folder).RunAsync(int.Parse(cycles, CultureInfo.InvariantCulture), Console.Out);
        return 0;
    }
}
