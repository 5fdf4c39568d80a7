using MLPipeline.Datasets;

namespace MLPipeline.Tests.Datasets;

/// <summary>Messages say where photos belong: doing what they say, per layout, must have the effect that they promise.</summary>
public class PhotoPlacesTests
{
    public static TheoryData<string> Layouts => ["mvtec", "folder", "visa"];

    private static TempFolder Few(string layout)
    {
        var folder = new TempFolder("part");
        switch (layout)
        {
            case "mvtec":
                folder.TouchMany("train/good", 3);
                break;
            case "folder":
                folder.TouchMany("good", 1);
                break;
            default:
                folder.TouchMany("photos", 40);
                folder.Write("split_csv/1cls.csv", "object,split,label,image,mask\npart,train,normal,photos/000.png,\n");
                break;
        }

        return folder;
    }

    private static Category Read(TempFolder folder) => Dataset.Open(folder.Root).Categories.Single();

    /// <summary>Does what a message says: puts photos into each folder that it names, or rows into the list.</summary>
    private static void Obey(TempFolder folder, string advice, int count)
    {
        Assert.StartsWith("to ", advice, StringComparison.Ordinal);
        if (advice.Contains("1cls.csv", StringComparison.Ordinal))
        {
            var split = advice.Contains("split train", StringComparison.Ordinal) ? "train" : advice.Contains("split test", StringComparison.Ordinal) ? "test" : "validation";
            var label = advice.Contains("label normal", StringComparison.Ordinal) ? "normal" : "anomaly";
            var start = File.ReadAllLines(folder["split_csv/1cls.csv"]).Length;
            File.AppendAllLines(folder["split_csv/1cls.csv"], Enumerable.Range(start, count).Select(i => $"part,{split},{label},photos/{i:000}.png,"));
            return;
        }

        foreach (var name in advice.Split(' ', ',', '(').Where(w => w.Contains('/', StringComparison.Ordinal)))
        {
            folder.Touch(name.Replace("DEFECT", "dent"), [.. Enumerable.Range(0, count).Select(i => $"more{i}.png")]);
        }

        if (advice.Contains("labels.csv", StringComparison.Ordinal))
        {
            folder.Touch("seen", "a.png");
            folder.Write("labels.csv", "path,label\nseen/a.png,anomaly\n");
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void What_is_advised_has_its_effect(string layout)
    {
        using var folder = Few(layout);
        var before = Dataset.Open(folder.Root);
        Assert.Equal(layout, before.Layout);
        Assert.Contains(before.Warnings, w => w.Contains("good photo(s) to learn from", StringComparison.Ordinal));
        Assert.Contains(before.Warnings, w => w.Contains("no photo of a defect", StringComparison.Ordinal));
        Assert.Empty(Read(folder).Validation);

        var places = Read(folder).Places;
        Obey(folder, places.TrainGood, 16);
        Obey(folder, places.TestGood, 4);
        Obey(folder, places.TestBad, 3);
        Obey(folder, places.Validation, 2);

        var after = Read(folder);
        Assert.True(after.Train.Count() >= Dataset.FewGoodPhotos);
        Assert.Contains(after.Test, p => p.IsAnomalous);
        Assert.Contains(after.Test, p => !p.IsAnomalous);
        Assert.Contains(after.Validation, p => p.IsAnomalous);
        Assert.Empty(Dataset.Open(folder.Root).Warnings);
    }
}
