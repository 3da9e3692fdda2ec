using System.Text;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Csv;
using Sluice.Tests.Sinks.Spool;

namespace Sluice.Tests.Sinks.Csv;

public sealed class CsvSinkTests : IDisposable
{
    private const string ObjectsHeader = "engine,source,frame,frame_id,pts_time,captured_at,class_id,label,score,x1,y1,x2,y2,track,predicted,model\r\n";
    private readonly SteppedTime _time = new();
    private readonly SinkFixture _fixture;

    public CsvSinkTests() => _fixture = new() { Time = _time };

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData(" blank ", "\" blank \"")]
    [InlineData("\"", "\"\"\"\"")]
    [InlineData("", "")]
    [InlineData("größer", "größer")]
    public void Writer_Text_IsQuotedWhereItHasToBe(string text, string field)
    {
        var csv = new CsvWriter();
        csv.Add(text);
        csv.Add(text);
        csv.EndLine();
        Assert.Equal($"{field},{field}\r\n", Encoding.UTF8.GetString(csv.Written));
    }

    [Fact]
    public async Task Objects_TwoLinks_AreLinesOnce()
    {
        var sink = await StartAsync(new() { To = "objects.csv" });
        using var frame = _fixture.Frame("gate", 3, SinkFixture.Car(track: 7), SinkFixture.Car(1.5f, predicted: true));
        for (var i = 0; i < 2; i++) await sink.ProcessAsync(frame, NoOutput.Instance, default);
        await sink.DisposeAsync();
        var start = $"box-01,gate,3,{frame.Info.Id},0.12,2026-01-31T12:00:00.120000Z,2,car,0.5,";
        Assert.Equal($"{ObjectsHeader}{start}10.5,20,110.5,80,7,false,vehicles\r\n{start}1.5,20,101.5,80,,true,vehicles\r\n", Read("objects.csv"));
        Assert.Equal((2, 2), (sink.Counts.Accepted, sink.Counts.Acknowledged));
    }

    [Fact]
    public async Task Events_ValuesAreJson()
    {
        var sink = await StartAsync(new() { To = "events.csv", What = CsvContent.Events });
        using var frame = _fixture.Frame("gate", 3);
        using var crossed = frame.WithPlaces([SinkFixture.Cross], []);
        await sink.ProcessAsync(crossed, NoOutput.Instance, default);
        await sink.DisposeAsync();
        Assert.Equal(
            "engine,source,frame,frame_id,pts_time,captured_at,kind,place,track,label,direction,reason,values\r\n"
            + $"box-01,gate,3,{frame.Info.Id},0.12,2026-01-31T12:00:00.120000Z,cross,stop_line,7,car,in,,\"{{\"\"total\"\":3}}\"\r\n", Read("events.csv"));
    }

    [Fact]
    public async Task FramesAndKeyframes_HaveTheirColumns()
    {
        var frames = await StartAsync(new() { To = "frames.csv", What = CsvContent.Frames });
        var keyframes = await StartAsync(new() { To = "keyframes.csv", What = CsvContent.Keyframes });
        using var frame = _fixture.Frame("gate", 3, SinkFixture.Car());
        using var chosen = frame.With(new Keyframe { Score = 0.75f, Reasons = new Dictionary<string, double> { ["coverage"] = 0.5 }, Uri = "s3://b/k.jpg" });
        foreach (var sink in new[] { frames, keyframes })
        {
            await sink.ProcessAsync(frame, NoOutput.Instance, default);
            await sink.ProcessAsync(chosen, NoOutput.Instance, default);
            await sink.DisposeAsync();
        }

        Assert.EndsWith("Z,64,48,1,0,false\r\n", Read("frames.csv"), StringComparison.Ordinal);
        Assert.EndsWith("Z,0.75,\"{\"\"coverage\"\":0.5}\",s3://b/k.jpg\r\n", Read("keyframes.csv"), StringComparison.Ordinal);
        Assert.Equal((2, 2), (Lines("frames.csv"), Lines("keyframes.csv")));
    }

    [Fact]
    public async Task Date_NewDay_BeginsAnotherFileAndFinishesTheLast()
    {
        var sink = await StartAsync(new() { To = "o-{date}.csv" });
        await GiveAsync(sink, 0);
        Assert.Equal(["o-2026-01-31.csv.part"], Files());
        _time.Step(TimeSpan.FromHours(12));
        Assert.Equal(["o-2026-01-31.csv"], Files());
        await GiveAsync(sink, 1);
        Assert.Equal(["o-2026-01-31.csv", "o-2026-02-01.csv.part"], Files());
        await sink.DisposeAsync();
        Assert.Equal((2, 2), (Lines("o-2026-01-31.csv"), Lines("o-2026-02-01.csv")));
    }

    [Fact]
    public async Task Size_Reached_NumbersTheNextFile()
    {
        var sink = await StartAsync(new() { To = "o.csv", Size = new(1024) });
        for (var i = 0; i < 30; i++) await GiveAsync(sink, i);
        await sink.DisposeAsync();
        var files = Files();
        Assert.Contains("o-2.csv", files);
        Assert.Equal(30, files.Sum(file => Lines(file) - 1));
        Assert.All(files, file => Assert.StartsWith(ObjectsHeader, Read(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Restart_FinishedFile_IsNeverTouched()
    {
        for (var run = 0; run < 3; run++)
        {
            var sink = await StartAsync(new() { To = "o.csv" });
            await GiveAsync(sink, run);
            await sink.DisposeAsync();
        }

        Assert.Equal(["o-2.csv", "o-3.csv", "o.csv"], Files());
        Assert.All(Files(), file => Assert.Equal(2, Lines(file)));
    }

    [Fact]
    public async Task Restart_AfterAKill_GoesOnBehindTheLastWholeLine()
    {
        // A quoted line feed inside the last whole line, and then a line that was cut.
        await File.WriteAllTextAsync(Path.Combine(_fixture.Folder, "o.csv.part"), ObjectsHeader + "box-01,gate,\"a\nb\"\r\nbox-01,\"cu\nt");
        var sink = await StartAsync(new() { To = "o.csv" });
        await GiveAsync(sink, 1);
        await sink.DisposeAsync();
        Assert.Equal(["o.csv"], Files());
        Assert.StartsWith(ObjectsHeader + "box-01,gate,\"a\nb\"\r\nbox-01,gate,1,", Read("o.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_LeftOverOfAnotherDay_IsFinished()
    {
        await File.WriteAllTextAsync(Path.Combine(_fixture.Folder, "o-2026-01-30.csv.part"), ObjectsHeader + "box-01,cut");
        await File.WriteAllTextAsync(Path.Combine(_fixture.Folder, "other.csv.part"), "not ours");
        var sink = await StartAsync(new() { To = "o-{date}.csv" });
        await sink.DisposeAsync();
        Assert.Equal(["o-2026-01-30.csv", "o-2026-01-31.csv", "other.csv.part"], Files());
        Assert.Equal(ObjectsHeader, Read("o-2026-01-30.csv"));
    }

    [Fact]
    public async Task Restart_OtherColumns_BeginsAnotherFile()
    {
        await File.WriteAllTextAsync(Path.Combine(_fixture.Folder, "o.csv.part"), "a,b\r\n1,2\r\n");
        var sink = await StartAsync(new() { To = "o.csv" });
        await GiveAsync(sink, 1);
        await sink.DisposeAsync();
        Assert.Equal("a,b\r\n1,2\r\n", Read("o.csv"));
        Assert.Equal(2, Lines("o-2.csv"));
    }

    [Fact]
    public async Task Source_InTheName_MakesAFileEach()
    {
        var sink = await StartAsync(new() { To = "{source}/o.csv" }, "gate", "yard");
        await GiveAsync(sink, 0, "gate");
        await GiveAsync(sink, 0, "yard");
        await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        Assert.Equal(["gate/o.csv", "yard/o.csv.part"], Files());
        await sink.DisposeAsync();
        Assert.Equal(["gate/o.csv", "yard/o.csv"], Files());
    }

    [Theory]
    [InlineData("o-{day}.csv", "'{day}'")]
    [InlineData("out/objects", "no ending")]
    public void Check_FaultyName_IsNamed(string to, string words)
    {
        var fault = Assert.Single(new CsvFactory().Check((object)new CsvOptions { To = to }));
        Assert.Equal("to", fault.Key);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    private async Task<CsvSink> StartAsync(CsvOptions options, params string[] sources)
    {
        var sink = new CsvSink(_fixture.Context(sources.Length == 0 ? ["gate"] : sources), options);
        await sink.StartAsync(default);
        return sink;
    }

    private async Task GiveAsync(CsvSink sink, long index, string source = "gate")
    {
        using var frame = _fixture.Frame(source, index, SinkFixture.Car());
        await sink.ProcessAsync(frame, NoOutput.Instance, default);
    }

    private string[] Files() => [.. Directory.EnumerateFiles(_fixture.Folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(_fixture.Folder, path)).Order(StringComparer.Ordinal)];

    private string Read(string name) => File.ReadAllText(Path.Combine(_fixture.Folder, name));

    private int Lines(string name) => Read(name).Count(static c => c == '\n');
}
