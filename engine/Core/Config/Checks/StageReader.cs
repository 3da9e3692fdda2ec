using Sluice.Abstractions;
using Sluice.Core.Config.Binding;
using Sluice.Core.Config.Yaml;

namespace Sluice.Core.Config.Checks;

/// <summary>Reads <c>stages</c>: finds the kind of each and binds its options.</summary>
internal sealed class StageReader(GraphDraft draft)
{
    private readonly Binder _binder = draft.Binder;

    public void Read(ConfigNode? section)
    {
        foreach (var (node, owner) in SectionReader.Entries(section, "stages", "stage", mayBeEmpty: false, _binder))
        {
            var stage = new StageDraft(node, owner);
            draft.Stages.Add(stage);
            if (node["id"] == null) _binder.Add(node.At, stage.Place, "'id' is missing; expected a text");
            else if (stage.Id == null) _binder.Expected(node["id"]!, stage.Place.Key("id"), "a text");
            stage.Factory = FactoryOf(stage);
            new LinkReader(stage, _binder).Read();
            if (stage.Factory != null) stage.Value = BindOptions(stage, stage.Factory);
        }
    }

    private StageFactory? FactoryOf(StageDraft stage)
    {
        var known = draft.Catalog.Uses;
        if (stage.Node["use"] is not { } node)
        {
            _binder.Add(stage.Node.At, stage.Place, $"'use' is missing; expected a kind of stage: {string.Join(", ", known)}");
            return null;
        }

        if (stage.Node.TextOf("use") is not { } use)
        {
            _binder.Expected(node, stage.Place.Key("use"), "a kind of stage");
            return null;
        }

        var factory = draft.Catalog.Find(use);
        if (factory == null)
            _binder.Add(node.At, stage.Place.Key("use"), $"unknown kind of stage {Binder.Shown(node)}{Nearest.Hint(use, known, "known are")}");
        return factory;
    }

    private object? BindOptions(StageDraft stage, StageFactory factory)
    {
        if (StageCatalog.FaultOf(factory) is { } fault)
        {
            _binder.Add(stage.AtKey("use"), stage.Place, $"the kind of stage '{factory.Use}' is faulty itself: {fault}");
            return null;
        }

        var type = new RecordType(factory.OptionsType);
        if (!type.TryBind(stage.Node, stage.Place, _binder, null, StageCatalog.StageKeys, out var options)) return null;
        return Check(stage, factory, options!) ? options : null;
    }

    /// <summary>Asks the stage's own check, which may be a plugin's and may throw.</summary>
    private bool Check(StageDraft stage, StageFactory factory, object options)
    {
        var sound = true;
        try
        {
            foreach (var (key, message) in factory.Check(options))
            {
                _binder.Add(stage.AtKey(key), stage.Place.Key(key), message.TrimEnd('.'));
                sound = false;
            }
        }
        catch (Exception fault)
        {
            _binder.Add(stage.AtKey("use"), stage.Place, $"the check of '{factory.Use}' failed: {fault.Message}");
            sound = false;
        }

        return sound;
    }
}
