namespace Sluice.Native.FFmpeg;

/// <summary>The protocols this FFmpeg reads from: builds differ.</summary>
public static unsafe class InputProtocols
{
    private static readonly Lazy<IReadOnlyList<string>> All = new(List);

    /// <summary>Their names, such as <c>tcp</c>, <c>https</c> or <c>srt</c>.</summary>
    public static IReadOnlyList<string> Names => All.Value;

    private static List<string> List()
    {
        FFmpegLibrary.Load();
        var names = new List<string>();
        nint iterator = 0;
        while (AvUtil.Text(AvFormat.avio_enum_protocols(&iterator, 0)) is { } name) names.Add(name);
        return names;
    }
}
