using System.IO.Enumeration;

namespace Sluice.Core.Stages.Decode.Sessions;

/// <summary>Finds the sessions in a folder: each recording with the files that have its name, and each sub-folder that holds files.</summary>
internal static class SessionScan
{
    /// <summary>The sessions there now, in order of name. What begins with a dot is being copied, or someone else's.</summary>
    /// <param name="folder">Absolute path.</param>
    /// <param name="marker">Name, ending or pattern of the files that say that a session is complete.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static IReadOnlyList<Session> Of(string folder, string marker)
    {
        var files = FilesOf(folder);
        var sessions = new List<Session>();
        var others = files.Where(static file => !RecordingFolder.IsMedia(file.Path)).ToList();
        var byName = others.SelectMany(static file => Beginnings(Path.GetFileName(file.Path)).Select(name => (name, file))).ToLookup(static pair => pair.name, static pair => pair.file);
        var byStem = others.ToLookup(static file => Path.GetFileNameWithoutExtension(file.Path));
        foreach (var media in files.Where(static file => RecordingFolder.IsMedia(file.Path)))
        {
            var name = Path.GetFileName(media.Path);
            var stem = Path.GetFileNameWithoutExtension(name);
            var beside = byName[name].Union(byStem[stem]).OrderBy(static file => file.Path, StringComparer.Ordinal).ToList();
            var marks = beside.Where(file => IsMarker(Path.GetFileName(file.Path), marker, name, stem)).ToList();
            sessions.Add(new(name, [media, .. beside.Except(marks)], marks.Count > 0));
        }

        foreach (var sub in Directory.EnumerateDirectories(folder).Where(static path => Path.GetFileName(path)[0] != '.'))
        {
            var inside = FilesOf(sub);
            var name = Path.GetFileName(sub);
            var marks = inside.Where(file => IsMarker(Path.GetFileName(file.Path), marker, name, name)).ToList();
            if (inside.Count > marks.Count) sessions.Add(new(name, [.. inside.Except(marks)], marks.Count > 0));
        }

        return [.. sessions.OrderBy(static session => session.Name, StringComparer.Ordinal)];
    }

    // What stands before each dot: a.mp4.json may belong to a.mp4.
    private static IEnumerable<string> Beginnings(string name)
    {
        for (var dot = name.LastIndexOf('.'); dot > 0; dot = name.LastIndexOf('.', dot - 1)) yield return name[..dot];
    }

    // 'done' is a file of that name in a session's folder, or the ending .done after a recording's name; '*.done' is any name like it.
    private static bool IsMarker(string file, string marker, string name, string stem)
        => file == marker || file == $"{name}.{marker}" || file == $"{stem}.{marker}" || (marker.Contains('*', StringComparison.Ordinal) && FileSystemName.MatchesSimpleExpression(marker, file, ignoreCase: false));

    private static List<SessionFile> FilesOf(string folder)
    {
        var files = new List<SessionFile>();
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles().OrderBy(static file => file.Name, StringComparer.Ordinal))
            if (file.Name[0] != '.') files.Add(new(file.FullName, file.Length, file.LastWriteTimeUtc));
        return files;
    }
}
