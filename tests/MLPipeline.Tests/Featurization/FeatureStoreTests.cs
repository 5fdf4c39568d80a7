using MLPipeline.Featurization;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Featurization;

public class FeatureStoreTests
{
    private static readonly string A = new('a', 64);
    private static readonly string B = new('b', 64);

    [Fact]
    public void What_was_committed_is_read_by_another_store()
    {
        using var folder = new TempFolder();
        Add(folder, (A, [1f, 2f]), (B, [3f, 4f]));

        using var layer = Open(folder);
        Assert.True(layer.Has(A));
        Assert.Equal([3f, 4f], Read(layer, B));
    }

    [Fact]
    public void A_process_that_died_before_it_committed_leaves_the_old_state()
    {
        using var folder = new TempFolder();
        Add(folder, (A, [1f, 2f]));
        var dying = Open(folder);
        dying.Add(B, [3f, 4f]);

        using (var layer = Open(folder))
        {
            Assert.True(layer.Has(A));
            Assert.False(layer.Has(B));
        }

        dying.Dispose();
        Assert.Empty(Directory.GetFiles(Path.Combine(folder.Root, "key", "layer"), "*.tmp"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(50)]
    public void A_file_that_was_cut_short_is_ignored(int length)
    {
        using var folder = new TempFolder();
        Add(folder, (A, [1f, 2f]));
        var file = Directory.GetFiles(Path.Combine(folder.Root, "key", "layer")).Single();
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..length]);

        using var layer = Open(folder);
        Assert.False(layer.Has(A));
    }

    [Fact]
    public void Features_of_another_length_are_not_taken()
    {
        using var folder = new TempFolder();
        Add(folder, (A, [1f, 2f]));

        using var layer = new FeatureStore(folder.Root).Open("key", "layer", 3);
        Assert.False(layer.Has(A));
    }

    [Fact]
    public void A_store_that_cannot_be_written_says_where_and_what_to_do()
    {
        using var folder = new TempFolder();
        folder.Write("key", "a file where a folder should be");

        using var layer = Open(folder);
        var error = Assert.Throws<FeatureStoreException>(() => layer.Add(A, [1f, 2f]));
        Assert.Contains(folder["key"], error.Message, StringComparison.Ordinal);
        Assert.Contains("--store", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_tells_what_it_holds_and_lets_go_of_it()
    {
        using var folder = new TempFolder();
        Add(folder, (A, [1f, 2f]));
        var store = new FeatureStore(folder.Root);
        var chain = store.Chains().Single();
        Assert.Equal("key", chain.Key);
        Assert.Equal(8 + 32 + 16, chain.Bytes);

        store.Delete(chain);
        Assert.Empty(store.Chains());
        Assert.Empty(new FeatureStore(folder["nowhere"]).Chains());
    }

    private static StoredLayer Open(TempFolder folder) => new FeatureStore(folder.Root).Open("key", "layer", 2);

    private static void Add(TempFolder folder, params (string Hash, float[] Values)[] records)
    {
        using var layer = Open(folder);
        foreach (var (hash, values) in records)
        {
            layer.Add(hash, values);
        }

        layer.Commit();
    }

    private static float[] Read(StoredLayer layer, string hash)
    {
        var values = new float[2];
        layer.Read(hash, values);
        return values;
    }
}
