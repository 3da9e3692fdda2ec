using System.Globalization;
using Sluice.Tests;

namespace Sluice.Native.Tests.FFmpeg;

/// <summary>One row of <c>data/reference/decode/*.frames.csv</c>.</summary>
internal sealed record ReferenceFrame(
    int Index, long? Pts, char PictureType, bool IsKey, int Width, int Height, string Format, string Md5)
{
    internal static ReferenceFrame[] Of(string clip) =>
        [.. File.ReadLines(Path.Combine(Repository.Data, "reference", "decode", clip + ".frames.csv")).Skip(1).Select(Parse)];

    private static ReferenceFrame Parse(string line)
    {
        var cells = line.Split(',');
        var at = CultureInfo.InvariantCulture;
        return new(int.Parse(cells[0], at), cells[1].Length == 0 ? null : long.Parse(cells[1], at), cells[3][0],
            cells[4] == "1", int.Parse(cells[5], at), int.Parse(cells[6], at), cells[7], cells[8]);
    }
}
