namespace Sluice.Tests.Config;

public sealed class SetOptionTests
{
    [Fact]
    public void Set_ByIdAndNestedKey_ReplacesTheValue() => Assert.Equal(4, Options("stages.all.batch.size=4").Batch.Size);

    [Fact]
    public void Set_ByIndex_ReplacesTheValue() => Assert.Equal("b", Options("stages.0.text=b").Text);

    [Fact]
    public void Set_IdWithDots_IsFound()
    {
        var text = GraphText.Short.Replace("id: all", "id: all.of.it", StringComparison.Ordinal);

        var graph = GraphText.Load(text, "stages.all.of.it.text=b");

        Assert.Equal("b", ((TestStages.EverythingOptions)graph.Stages[0].Options).Text);
    }

    [Fact]
    public void Set_MissingSection_IsMade() => Assert.Equal("x", GraphText.Load(GraphText.Short, "engine.name=x").Engine.Name);

    [Fact]
    public void Set_UriWithYamlCharacters_IsTakenAsItIs()
        => Assert.Equal("scene:a?b=1 # c: d", GraphText.Load(GraphText.Short, "sources.gate.uri=scene:a?b=1 # c: d").Sources[0].Uri);

    [Fact]
    public void Set_ListOrMapping_IsReadAsYaml()
    {
        Assert.Equal(["a", "b"], Options("stages.all.words=[a, b]").Words);
        Assert.Equal(3, Options("stages.all.batch={ size: 3 }").Batch.Size);
        Assert.Equal(5, GraphText.Load(GraphText.Short, "stages.all.from={ stage: gate, capacity: 5 }").Stages[0].From[0].Capacity);
    }

    [Fact]
    public void Set_Twice_TheLastHolds() => Assert.Equal(2, Options("stages.all.whole=1", "stages.all.whole=2").Whole);

    [Fact]
    public void Set_Mends_WhatWouldBeAnError()
        => Assert.Equal("gate", GraphText.Load(GraphText.Short.Replace("from: gate", "from: gaet", StringComparison.Ordinal),
            "stages.all.from=gate").Stages[0].From[0].Stage);

    [Fact]
    public void Set_UnknownId_NamesTheNearest()
        => Assert.Equal(["--set stages.al.text: 'stages' has no entry 'al'; nearest is 'all'"], GraphText.ErrorsOf(GraphText.Short, "stages.al.text=b"));

    [Fact]
    public void Set_Revision_Differs()
        => Assert.NotEqual(GraphText.Load(GraphText.Short).Revision, GraphText.Load(GraphText.Short, "engine.name=x").Revision);

    private static TestStages.EverythingOptions Options(params string[] sets)
        => (TestStages.EverythingOptions)GraphText.Load(GraphText.Short, sets).Stages[0].Options;
}
