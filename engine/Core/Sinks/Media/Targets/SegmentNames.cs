using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Core.Sinks.Media.Targets;

/// <summary>The names of segments: makes them, and tells those of a stage from all other files.</summary>
internal sealed class SegmentNames
{
    /// <summary>What follows the name of the file being written.</summary>
    public const string Unfinished = ".part";

    private const string TimeForm = "yyyyMMdd'T'HHmmss.fff'Z'";
    private readonly string _template;
    private readonly Regex _form;

    /// <summary>Names after a template.</summary>
    /// <param name="template">An absolute path with <c>{time}</c> in its name, and <c>{source}</c> perhaps.</param>
    public SegmentNames(string template)
    {
        _template = template;
        var extension = Path.GetExtension(template);
        var stem = Regex.Escape(template[..^extension.Length])
            .Replace(@"\{source}", @"[^/\\]+", StringComparison.Ordinal)
            .Replace(@"\{time}", @"\d{8}T\d{6}\.\d{3}Z", StringComparison.Ordinal);
        _form = new($"^{stem}(-\\d+)?{Regex.Escape(extension)}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        var fixedPart = template[..template.IndexOf('{', StringComparison.Ordinal)];
        Root = Path.GetDirectoryName(fixedPart)!;
    }

    /// <summary>The folder that holds all of them, at whatever depth.</summary>
    public string Root { get; }

    /// <summary>The file that begins at a time; one that does not exist yet.</summary>
    /// <param name="source">The source's id.</param>
    /// <param name="begins">When its first picture was taken.</param>
    public string At(string source, DateTimeOffset begins)
    {
        var path = FileNames.Fill(_template, source)
            .Replace("{time}", begins.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture), StringComparison.Ordinal);
        if (!IsTaken(path)) return path;
        var (stem, extension) = (path[..^Path.GetExtension(path).Length], Path.GetExtension(path));
        for (var i = 2; ; i++)
            if (!IsTaken($"{stem}-{i}{extension}")) return $"{stem}-{i}{extension}";
    }

    /// <summary>Whether a file is one of these.</summary>
    /// <param name="path">Its absolute path.</param>
    public bool IsOne(string path) => _form.IsMatch(path);

    private static bool IsTaken(string path) => File.Exists(path) || File.Exists(path + Unfinished);
}
