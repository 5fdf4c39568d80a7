using MLPipeline.Featurization;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Featurization;

public class FeatureStoreTests
{
    private const string Chain = "net-96x96-onnx-0123456789ab";

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
        Assert.Empty(Directory.GetFiles(LayerOf(folder), "*.tmp"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(60)]
    public void A_file_that_was_cut_short_is_ignored(int length)
    {
        using var folder = new TempFolder();
        Add(folder, (A, [1f, 2f]));
        var file = Directory.GetFiles(LayerOf(folder)).Single();
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..length]);

        using var layer = Open(folder);
        Assert.False(layer.Has(A));
    }

    [Fact]
    public void No_bit_of_a_file_can_flip_unnoticed()
    {
        using var folder = new TempFolder();
        Add(folder, (A, [1f, 2f]), (B, [3f, 4f]));
        var file = Directory.GetFiles(LayerOf(folder)).Single();
        var whole = File.ReadAllBytes(file);
        for (var bit = 0; bit < 8 * whole.Length; bit++)
        {
            var flipped = whole.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(file, flipped);
            using var layer = Open(folder);
            foreach (var (hash, values) in new[] { (A, (float[])[1f, 2f]), (B, [3f, 4f]) })
            {
                var read = new float[2];
                Assert.True(!layer.TryRead(hash, read) || read.SequenceEqual(values), $"bit {bit} gave other features");
            }
        }
    }

    [Fact]
    public void Hashes_that_changed_places_and_zeroed_records_are_found()
    {
        using var folder = new TempFolder();
        Add(folder, (A, [1f, 2f]), (B, [3f, 4f]));
        var file = Directory.GetFiles(LayerOf(folder)).Single();
        var whole = File.ReadAllBytes(file);
        byte[] swapped = [.. whole[..16], .. whole[48..80], .. whole[16..48], .. whole[80..]];
        foreach (var bytes in new byte[][] { swapped, [.. new byte[16], .. whole[16..]] })
        {
            File.WriteAllBytes(file, bytes);
            using var layer = Open(folder);
            Assert.False(layer.TryRead(A, new float[2]));
            Assert.False(layer.TryRead(B, new float[2]));
        }
    }

    [Fact]
    public void What_is_damaged_is_forgotten_and_can_be_made_anew()
    {
        using var folder = new TempFolder();
        Add(folder, (A, [1f, 2f]));
        var file = Directory.GetFiles(LayerOf(folder)).Single();
        var bytes = File.ReadAllBytes(file);
        bytes[0] ^= 1;
        File.WriteAllBytes(file, bytes);

        using (var layer = Open(folder))
        {
            Assert.True(layer.Has(A));
            Assert.False(layer.TryRead(A, new float[2]));
            Assert.False(layer.Has(A));
            layer.Add(A, [1f, 2f]);
            layer.Commit();
            Assert.Equal([1f, 2f], Read(layer, A));
        }

        using var again = Open(folder);
        Assert.Equal([1f, 2f], Read(again, A));
    }

    [Fact]
    public void A_file_that_was_moved_here_from_another_layer_is_not_taken()
    {
        using var folder = new TempFolder();
        Add(folder, (A, [1f, 2f]));
        Directory.Move(LayerOf(folder), Path.Combine(folder.Root, Chain, "other"));

        using var layer = new FeatureStore(folder.Root).Open(Chain, "other", 2);
        Assert.False(layer.TryRead(A, new float[2]));
    }

    [Fact]
    public void Features_of_another_length_are_not_taken()
    {
        using var folder = new TempFolder();
        Add(folder, (A, [1f, 2f]));

        using var layer = new FeatureStore(folder.Root).Open(Chain, "layer", 3);
        Assert.False(layer.Has(A));
    }

    [Fact]
    public void A_thousand_runs_that_add_a_photo_each_leave_few_files_and_all_photos()
    {
        using var folder = new TempFolder();
        for (var i = 0; i < 1000; i++)
        {
            Add(folder, ($"{i:x64}", [i, -i]));
        }

        Assert.InRange(Directory.GetFiles(LayerOf(folder)).Length, 1, 19);
        using var layer = Open(folder);
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal([i, -i], Read(layer, $"{i:x64}")));
    }

    [Fact]
    public void Joining_by_another_process_does_not_disturb_who_reads()
    {
        using var folder = new TempFolder();
        Add(folder, (A, [1f, 2f]));
        using var reading = Open(folder);
        for (var i = 0; i < 7; i++)
        {
            Add(folder, ($"{i:x64}", [i, -i]));
        }

        Assert.Equal([1f, 2f], Read(reading, A));
    }

    [Fact]
    public void A_store_that_cannot_be_written_says_where_and_what_to_do()
    {
        using var folder = new TempFolder();
        folder.Write(Chain, "a file where a folder should be");

        using var layer = Open(folder);
        var error = Assert.Throws<FeatureStoreException>(() => layer.Add(A, [1f, 2f]));
        Assert.Contains(folder[Chain], error.Message, StringComparison.Ordinal);
        Assert.Contains("another folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_tells_what_it_holds_and_lets_go_of_it()
    {
        using var folder = new TempFolder();
        var store = new FeatureStore(folder.Root);
        store.Use().Dispose();
        Add(folder, (A, [1f, 2f]));
        var chain = store.Chains().Single();
        Assert.Equal(Chain, chain.Key);
        Assert.Equal(8 + 32 + 8 + 16, chain.Bytes);

        store.Delete([chain]);
        Assert.Empty(store.Chains());
        Assert.Equal([StoreFolder.Marker], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName));
        Assert.Empty(new FeatureStore(folder["nowhere"]).Chains());
    }

    [Theory]
    [InlineData("holiday/beach.jpg")]
    [InlineData("thesis.txt")]
    [InlineData("net-96x96-onnx-0123456789ab/layer/thesis.txt")]
    [InlineData("net-96x96-onnx-0123456789ab/thesis.txt")]
    public void A_folder_with_other_things_is_no_store_and_stays_as_it_is(string file)
    {
        using var folder = new TempFolder();
        Add(folder, (A, [1f, 2f]));
        folder.Write(file, "mine");
        var store = new FeatureStore(folder.Root);

        Assert.Contains("no feature store", Assert.Throws<FeatureStoreException>(store.Chains).Message, StringComparison.Ordinal);
        Assert.Throws<FeatureStoreException>(() => store.Delete([new(Chain, 0, default)]));
        Assert.Throws<FeatureStoreException>(store.Use);
        Assert.Equal("mine", File.ReadAllText(folder[file]));
        Assert.False(File.Exists(folder[StoreFolder.Marker]));
        Assert.Single(Directory.GetFiles(LayerOf(folder), "*.features"));
    }

    [Fact]
    public void Of_a_store_only_its_own_files_are_deleted()
    {
        using var folder = new TempFolder();
        var store = new FeatureStore(folder.Root);
        store.Use().Dispose();
        Add(folder, (A, [1f, 2f]));
        string[] others = [folder[$"{Chain}/layer/thesis.txt"], folder[$"{Chain}/notes.txt"], folder["photos/a.png"], folder["a.txt"]];
        foreach (var other in others)
        {
            folder.Write(other, "mine");
        }

        store.Delete([.. store.Chains(), new("photos", 0, default), new("..", 0, default)]);

        Assert.All(others, other => Assert.True(File.Exists(other), other));
        Assert.Empty(Directory.GetFiles(LayerOf(folder), "*.features"));
    }

    [Fact]
    public void A_store_of_an_earlier_version_without_a_marker_is_known()
    {
        using var folder = new TempFolder();
        Add(folder, (A, [1f, 2f]));
        var store = new FeatureStore(folder.Root);
        Assert.Equal(Chain, store.Chains().Single().Key);
        store.Use().Dispose();
        Assert.True(File.Exists(folder[StoreFolder.Marker]));
    }

    [Fact]
    public void Nothing_is_deleted_while_somebody_uses_it()
    {
        using var folder = new TempFolder();
        var store = new FeatureStore(folder.Root);
        using (store.Use())
        using (store.Use())
        {
            Add(folder, (A, [1f, 2f]));
            Assert.Contains("uses the feature store", Assert.Throws<FeatureStoreException>(() => store.Delete(store.Chains())).Message, StringComparison.Ordinal);
        }

        store.Delete(store.Chains());
        Assert.Empty(store.Chains());
    }

    [Fact]
    public void What_killed_processes_left_goes_when_nobody_else_uses_it()
    {
        using var folder = new TempFolder();
        var store = new FeatureStore(folder.Root);
        store.Use().Dispose();
        Add(folder, (A, [1f, 2f]));
        var half = folder.Write($"{Chain}/layer/{Guid.NewGuid():N}.tmp", "half a segment");
        var damaged = folder.Write($"{Chain}/layer/{Guid.NewGuid():N}.features", "no segment");

        store.Use().Dispose();

        Assert.False(File.Exists(half));
        Assert.False(File.Exists(damaged));
        Assert.Equal([1f, 2f], Read(Open(folder), A));
    }

    private static string LayerOf(TempFolder folder) => Path.Combine(folder.Root, Chain, "layer");

    private static StoredLayer Open(TempFolder folder) => new FeatureStore(folder.Root).Open(Chain, "layer", 2);

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
