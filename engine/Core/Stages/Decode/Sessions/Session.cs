using System.Collections.Immutable;

namespace Sluice.Core.Stages.Decode.Sessions;

/// <summary>A recording session as it was seen: a file with what lies beside it, or a sub-folder.</summary>
/// <param name="Name">Name of the file or sub-folder.</param>
/// <param name="Files">All of its files in order of name, markers left out.</param>
/// <param name="IsMarked">Whether its marker is there.</param>
internal sealed record Session(string Name, ImmutableArray<SessionFile> Files, bool IsMarked)
{
    /// <summary>Its recordings.</summary>
    public IEnumerable<SessionFile> Media => Files.Where(static file => RecordingFolder.IsMedia(file.Path));

    /// <summary>Its metadata files.</summary>
    public IEnumerable<SessionFile> Metadata => Files.Where(static file => Path.GetExtension(file.Path).Equals(".json", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether nothing has changed between two looks.</summary>
    public bool IsSame(Session other) => Name == other.Name && Files.SequenceEqual(other.Files);

    /// <summary>Tells one state of its files from another, over restarts.</summary>
    public string Signature
        => string.Join(';', Files.Select(static file => FormattableString.Invariant($"{Path.GetFileName(file.Path)}:{file.Bytes}:{file.ModifiedAt.Ticks}")));
}
