using Sluice.Core.Config.Binding;
using Sluice.Core.Config.Yaml;

namespace Sluice.Core.Config.Checks;

/// <summary>Reads <c>sources</c> and finds out what each points at.</summary>
internal sealed class SourceReader(GraphDraft draft)
{
    private static readonly RecordType Type = new(typeof(SourceConfig));

    private bool MayBeEmpty => draft.Options.MayHaveNoSources || draft.Engine.Http != null;

    public void Read(ConfigNode? section)
    {
        foreach (var (node, owner) in SectionReader.Entries(section, "sources", "source", MayBeEmpty, draft.Binder))
        {
            var source = new Draft<SourceConfig>(node, owner);
            draft.Sources.Add(source);
            if (Type.TryBind(node, source.Place, draft.Binder, null, out var value)) source.Value = Resolve((SourceConfig)value!, source);
        }
    }

    private SourceConfig? Resolve(SourceConfig config, Draft<SourceConfig> source)
    {
        var written = (ScalarNode)source.Node["uri"]!;
        var place = source.Place.Key("uri");
        if (!SourceUri.TryClassify(config.Uri, draft.BaseDirectory, out var kind, out var location))
        {
            var scheme = SourceUri.SchemeOf(config.Uri)!;
            var hint = Nearest.To(scheme, SourceUri.Schemes) is { } near
                ? $"nearest is '{near}'"
                : $"known are {string.Join(", ", SourceUri.Schemes)}, and a file of that name is written ./{scheme}:...";
            draft.Binder.Add(written.At, place, $"unknown scheme '{scheme}' in {Binder.Shown(written)}; {hint}");
            return null;
        }

        if (kind == SourceKind.File && draft.Options.RequireFiles && !File.Exists(location))
        {
            draft.Binder.Add(written.At, place, $"no file or folder {Binder.Shown(written)}; looked at {location}");
            return null;
        }

        config = config with { StateDirectory = Path.GetFullPath(config.State ?? Path.Combine("out", "sessions", config.Id), draft.BaseDirectory) };
        if (!WatchedFolderCheck.Check(draft, source, config, kind, location)) return null;
        WarnOfUnused(source, kind, "pace");
        WarnOfUnused(source, kind, "loop");
        if (kind != SourceKind.Rtsp && source.Node["transport"] is { } transport)
            draft.Warn(transport.At, source.Place.Key("transport"), "is for rtsp:// sources only");
        if (config.BackoffMax < config.Backoff)
        {
            draft.Binder.Add((source.Node["backoff_max"] ?? source.Node["backoff"] ?? source.Node).At, source.Place.Key("backoff_max"),
                $"the longest wait {Units.Duration(config.BackoffMax)} is shorter than the first, {Units.Duration(config.Backoff)}");
            return null;
        }

        return config with { Kind = kind, Location = location, ShownUri = Secrets.MaskUris(written.Written), At = source.Node.At };
    }

    private void WarnOfUnused(Draft<SourceConfig> source, SourceKind kind, string key)
    {
        if (!SourceUri.IsCamera(kind) || source.Node[key] is not { } node) return;
        draft.Warn(node.At, source.Place.Key(key), "has no meaning for a live source; it is for files and folders");
    }
}
