using Sluice.Core.Evaluation;

namespace Sluice.Tests.Evaluation;

public sealed class TruthSetTests
{
    [Fact]
    public void Read_MotRows_CountFramesFromZeroAndIgnoreWhatIsNotToConsider()
    {
        var set = Read(".txt", "2,1,10,20,30,40,1,-1,-1,-1\n2,2,1,2,3,4,0,-1,-1,-1\n", "car", "person");

        var picture = Assert.Single(set.Pictures);
        Assert.Equal(1, picture.Frame);
        Assert.Equal([new(1, new(10, 20, 40, 60), false, 1), new(1, new(1, 2, 4, 6), true, 2)], picture.Boxes.ToArray());
    }

    [Fact]
    public void Read_Lines_LeaveOutClassesTheModelLacks()
    {
        var set = Read(".jsonl", """
            {"frame":3,"objects":[{"track":1,"class_id":0,"label":"car","box":[1,2,3,4],"visible":1,"truncated":0,"ignore":true},
            """.Trim() + """{"track":2,"class_id":5,"label":"cow","box":[1,2,3,4]}]}""", "bus", "car");

        Assert.Equal([new(1, new(1, 2, 3, 4), true, 1)], Assert.Single(set.Pictures).Boxes.ToArray());
        Assert.Equal("cow", Assert.Single(set.LeftOut).Key);
    }

    [Fact]
    public void Read_Coco_MatchesCategoriesByName()
    {
        var set = Read(".json", """
            {"images":[{"id":7,"file_name":"a.jpg"}],"categories":[{"id":3,"name":"car"}],
             "annotations":[{"image_id":7,"category_id":3,"bbox":[1,2,3,4],"iscrowd":1}]}
            """, "bus", "car");

        var picture = Assert.Single(set.Pictures);
        Assert.Equal("a.jpg", picture.Name);
        Assert.Equal([new(1, new(1, 2, 4, 6), true)], picture.Boxes.ToArray());
    }

    [Theory]
    [InlineData(".txt", "1,1,x,0,0,0,1", ":1: 'x' is no number")]
    [InlineData(".txt", "1,1,2", ":1: expected frame (from 1),id,x,y,width,height,consider")]
    [InlineData(".jsonl", "{}", ":1: no line of truth")]
    [InlineData(".json", "[]", "is no COCO annotation file")]
    [InlineData(".csv", "", "has the extension '.csv'; truth is COCO (.json), MOTChallenge (.txt) or JSON lines (.jsonl)")]
    public void Read_WrongFile_SaysWhereAndWhatIsExpected(string extension, string text, string message)
        => Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(extension, text)).Message, StringComparison.Ordinal);

    private static TruthSet Read(string extension, string text, params string[] labels)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}{extension}");
        File.WriteAllText(path, text);
        try
        {
            return TruthSet.Read(path, labels);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
