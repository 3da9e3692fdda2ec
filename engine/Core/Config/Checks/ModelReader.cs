using Sluice.Core.Config.Binding;
using Sluice.Core.Config.Yaml;
using Sluice.Core.Stages.Inference;

namespace Sluice.Core.Config.Checks;

/// <summary>Reads <c>models</c>: finds each ONNX file and its card, and reads the card and its labels.</summary>
internal sealed class ModelReader(GraphDraft draft)
{
    private static readonly RecordType ModelType = new(typeof(ModelConfig));
    private static readonly RecordType CardType = new(typeof(ModelCard));

    public void Read(ConfigNode? section)
    {
        foreach (var (node, owner) in SectionReader.Entries(section, "models", "model", mayBeEmpty: true, draft.Binder))
        {
            var model = new Draft<ModelConfig>(node, owner);
            draft.Models.Add(model);
            var sound = ModelType.TryBind(node, model.Place, draft.Binder, null, out var value);
            if (value is not ModelConfig { Path.Length: > 0 } config) continue;
            if (ModelDevice.TryParseList(config.Device) == null)
            {
                sound = false;
                draft.Binder.Add(model.AtKey("device"), model.Place.Key("device"), $"there is no device '{config.Device}'; it is {ModelDevice.Known}");
            }
            else
            {
                foreach (var (key, message) in CudaOptionChecks.Faults(config))
                {
                    sound = false;
                    draft.Binder.Add(model.AtKey(key), model.Place.Key(key), message);
                }
            }

            model.Value = Resolve(config, model, sound);
        }
    }

    private ModelConfig? Resolve(ModelConfig config, Draft<ModelConfig> model, bool sound)
    {
        var path = Path.GetFullPath(config.Path, draft.BaseDirectory);
        var isFile = path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(path);
        var onnx = isFile ? path : Path.Combine(path, "model.onnx");
        var cardFile = isFile ? Path.ChangeExtension(path, ".card.yaml") : Path.Combine(path, "card.yaml");
        if (draft.Options.RequireFiles && Missing(path, onnx, isFile) is { } missing)
        {
            draft.Binder.Add(model.AtKey("path"), model.Place.Key("path"), missing);
            return null;
        }

        var resolved = config with { ModelPath = onnx, CardDirectory = draft.BaseDirectory, At = model.Node.At };
        if (config.Card is { } inline)
        {
            var labels = (model.Node["card"] as MappingNode)?["labels"];
            var read = ReadLabels(inline, labels, draft.BaseDirectory, model.Place.Key("card"));
            return sound && read != null ? resolved with { Card = read } : null;
        }

        if (!File.Exists(cardFile)) return sound ? resolved : null;
        var card = ReadCard(cardFile, model);
        return sound && card != null ? resolved with { Card = card, CardDirectory = Path.GetDirectoryName(cardFile)! } : null;
    }

    private static string? Missing(string path, string onnx, bool isFile)
    {
        if (File.Exists(onnx)) return null;
        if (isFile) return $"no such file; looked at {onnx}";
        if (!Directory.Exists(path))
            return $"no such folder; looked at {path}{(File.Exists(path + ".onnx") ? "; there is a file of that name with .onnx" : "")}";
        var others = Directory.GetFiles(path, "*.onnx");
        return $"no model.onnx in the folder; looked at {onnx}{(others.Length > 0 ? $"; there is {Path.GetFileName(others.Min())}: name it" : "")}";
    }

    /// <summary>Reads a card file, with places in that file; null after an error.</summary>
    private ModelCard? ReadCard(string file, Draft<ModelConfig> model)
    {
        var shown = Path.Combine(Path.GetDirectoryName(draft.File) ?? "", Path.GetRelativePath(draft.BaseDirectory, file));
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            draft.Binder.Add(model.AtKey("path"), model.Place, $"the card {file} cannot be read: {fault.Message}");
            return null;
        }

        var binder = draft.Binder;
        if (YamlTreeReader.Read(text, shown, binder.Errors) is not { } root) return null;
        new VariableFill(draft.Options.Environment, binder.Secrets, binder.Errors).Fill(root);
        var place = new Place("card", "");
        var sound = CardType.TryBind(root, place, binder, null, out var value);
        if (value is not ModelCard card) return null;
        var read = ReadLabels(card, (root as MappingNode)?["labels"], Path.GetDirectoryName(file)!, place);
        return sound ? read : null;
    }

    /// <summary>Fills the list of labels from the file the card names; null after an error.</summary>
    private ModelCard? ReadLabels(ModelCard card, ConfigNode? node, string directory, Place place)
    {
        if (card.Labels?.Text is not { } name || node == null || !draft.Options.RequireFiles) return card;
        var path = Path.GetFullPath(name, directory);
        try
        {
            if (File.Exists(path))
            {
                var lines = File.ReadAllLines(path).Select(l => l.Trim()).ToList();
                while (lines.Count > 0 && lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
                if (lines.Count > 0) return card with { Labels = new(name, [.. lines]) };
            }

            draft.Binder.Add(node.At, place.Key("labels"), File.Exists(path)
                ? $"the file holds no names; looked at {path}"
                : $"no file {Binder.Shown(node)}; looked at {path}; a list is written [car, truck]");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            draft.Binder.Add(node.At, place.Key("labels"), $"{path} cannot be read: {fault.Message}");
        }

        return null;
    }
}
