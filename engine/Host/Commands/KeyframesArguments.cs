using System.CommandLine;
using System.Globalization;
using Sluice.Core.Archive.Catalog;

namespace Sluice.Host.Commands;

/// <summary>What the commands of <c>sluice keyframes</c> have in common: the archive, and which keyframes of it.</summary>
internal sealed class KeyframesArguments
{
    private readonly Argument<string> _archive = new("archive") { Description = "The archive: the folder of archive.dir, or s3://BUCKET/PREFIX." };
    private readonly Option<string?> _endpoint = new("--endpoint") { Description = "URL of a bucket's server, for anything but Amazon's own; credentials come from the environment.", HelpName = "URL" };
    private readonly Option<string[]> _source = new("--source") { Description = "Only of this source; may be given several times.", HelpName = "ID", DefaultValueFactory = _ => [] };
    private readonly Option<string?> _since = new("--since") { Description = "Only taken at this time or later: 2026-01-31T12:00Z, 2026-01-31, or 24h for so long ago.", HelpName = "TIME" };
    private readonly Option<string?> _until = new("--until") { Description = "Only taken before this time.", HelpName = "TIME" };
    private readonly Option<string[]> _class = new("--class") { Description = "Only with an object of this class; may be given several times.", HelpName = "LABEL", DefaultValueFactory = _ => [] };
    private readonly Option<double?> _score = new("--min-score") { Description = "Only with this score or more.", HelpName = "N" };
    private readonly Option<string[]> _reason = new("--reason") { Description = "Only chosen for this: coverage, tracks, random, trigger, rare, or a rule's name.", HelpName = "NAME", DefaultValueFactory = _ => [] };
    private readonly Option<string?> _text = new("--text") { Description = "Only with this text anywhere in what is known of it.", HelpName = "TEXT" };
    private readonly Option<bool> _corrected = new("--corrected") { Description = "Only what an annotator has looked at." };

    /// <summary>The archive alone.</summary>
    public Command OnArchive(Command command)
    {
        command.Arguments.Insert(0, _archive);
        command.Options.Add(_endpoint);
        return command;
    }

    /// <summary>The archive and the filters.</summary>
    public Command OnMany(Command command)
    {
        OnArchive(command);
        foreach (Option option in new Option[] { _source, _since, _until, _class, _score, _reason, _text, _corrected }) command.Options.Add(option);
        return command;
    }

    /// <summary>Opens the archive.</summary>
    public ArchiveCatalog Open(ParseResult parsed)
    {
        try
        {
            return ArchiveCatalog.Open(parsed.GetValue(_archive)!, parsed.GetValue(_endpoint));
        }
        catch (DirectoryNotFoundException fault)
        {
            throw new UsageException(fault.Message);
        }
    }

    /// <summary>The keyframes that are asked for.</summary>
    public async Task<List<CatalogEntry>> FindAsync(ArchiveCatalog catalog, ParseResult parsed, CancellationToken stop)
    {
        var found = await catalog.FindAsync(FilterOf(parsed), stop);
        foreach (var one in catalog.Unreadable) await Console.Error.WriteLineAsync($"sluice: left out {one}");
        return found;
    }

    /// <summary>What is asked for.</summary>
    public CatalogFilter FilterOf(ParseResult parsed) => new()
    {
        Sources = parsed.GetValue(_source)!,
        Since = TimeOf("--since", parsed.GetValue(_since)),
        Until = TimeOf("--until", parsed.GetValue(_until)),
        Classes = parsed.GetValue(_class)!,
        LeastScore = parsed.GetValue(_score),
        Reasons = parsed.GetValue(_reason)!,
        Text = parsed.GetValue(_text),
        IsCorrected = parsed.GetValue(_corrected),
    };

    private static DateTimeOffset? TimeOf(string option, string? text)
    {
        if (text == null) return null;
        if (Core.Config.Units.Duration(text) is { } ago) return TimeProvider.System.GetUtcNow() - ago;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : throw new UsageException($"{option} {text}: write a time such as 2026-01-31T12:00Z or 2026-01-31, or how long ago: 24h.");
    }
}
