using Sluice.Server.Detection;

namespace Sluice.Server.Verdicts.Business;

/// <summary>Persons and things: the type in lower case, then what it is, as COCO has it.</summary>
internal static class ObjectLabels
{
    public static IReadOnlyList<BusinessRule> Rules { get; } =
    [
        new("PERSON", FindingKinds.Person, null, Label("PERSON", new("人物", "Person"), "person", new("人", "Person"))),
        .. Things("VEHICLE", new("交通工具", "Vehicle"),
            ("bicycle", new("自行车", "Bicycle")),
            ("car", new("汽车", "Car")),
            ("motorcycle", new("摩托车", "Motorcycle")),
            ("airplane", new("飞机", "Airplane")),
            ("bus", new("公交车", "Bus")),
            ("train", new("火车", "Train")),
            ("truck", new("卡车", "Truck")),
            ("boat", new("船", "Boat"))),
        .. Things("FURNITURE", new("家具", "Furniture"),
            ("bench", new("长椅", "Bench")),
            ("chair", new("椅子", "Chair")),
            ("couch", new("沙发", "Couch")),
            ("bed", new("床", "Bed")),
            ("dining table", new("餐桌", "Dining table"))),
        .. Things("BIRDS", new("鸟类", "Birds"),
            ("bird", new("鸟", "Bird"))),
        .. Things("MAMMAL", new("哺乳动物", "Mammal"),
            ("cat", new("猫", "Cat")),
            ("dog", new("狗", "Dog")),
            ("horse", new("马", "Horse")),
            ("sheep", new("羊", "Sheep")),
            ("cow", new("牛", "Cow")),
            ("elephant", new("大象", "Elephant")),
            ("bear", new("熊", "Bear")),
            ("zebra", new("斑马", "Zebra")),
            ("giraffe", new("长颈鹿", "Giraffe"))),
        .. Things("PLANT", new("植物", "Plant"),
            ("potted plant", new("盆栽", "Potted plant"))),
        .. Things("SPORTEQUIPMENT", new("运动器材", "Sports equipment"),
            ("frisbee", new("飞盘", "Frisbee")),
            ("skis", new("滑雪板", "Skis")),
            ("snowboard", new("单板滑雪板", "Snowboard")),
            ("sports ball", new("球", "Ball")),
            ("kite", new("风筝", "Kite")),
            ("baseball bat", new("棒球棒", "Baseball bat")),
            ("baseball glove", new("棒球手套", "Baseball glove")),
            ("skateboard", new("滑板", "Skateboard")),
            ("surfboard", new("冲浪板", "Surfboard")),
            ("tennis racket", new("网球拍", "Tennis racket"))),
        .. Things("TABLEWARE", new("餐具", "Tableware"),
            ("bottle", new("瓶子", "Bottle")),
            ("wine glass", new("酒杯", "Wine glass")),
            ("cup", new("杯子", "Cup")),
            ("fork", new("叉子", "Fork")),
            ("knife", new("刀", "Knife")),
            ("spoon", new("勺子", "Spoon")),
            ("bowl", new("碗", "Bowl"))),
        .. Things("FOOD", new("食物", "Food"),
            ("banana", new("香蕉", "Banana")),
            ("apple", new("苹果", "Apple")),
            ("sandwich", new("三明治", "Sandwich")),
            ("orange", new("橙子", "Orange")),
            ("broccoli", new("西兰花", "Broccoli")),
            ("carrot", new("胡萝卜", "Carrot")),
            ("hot dog", new("热狗", "Hot dog")),
            ("pizza", new("披萨", "Pizza")),
            ("donut", new("甜甜圈", "Donut")),
            ("cake", new("蛋糕", "Cake"))),
        .. Things("ELECTRONIC", new("电子产品", "Electronics"),
            ("tv", new("电视", "Television")),
            ("laptop", new("笔记本电脑", "Laptop")),
            ("mouse", new("鼠标", "Mouse")),
            ("remote", new("遥控器", "Remote control")),
            ("keyboard", new("键盘", "Keyboard")),
            ("cell phone", new("手机", "Mobile phone")),
            ("microwave", new("微波炉", "Microwave oven")),
            ("oven", new("烤箱", "Oven")),
            ("toaster", new("烤面包机", "Toaster")),
            ("refrigerator", new("冰箱", "Refrigerator")),
            ("hair drier", new("吹风机", "Hair drier"))),
    ];

    private static IEnumerable<BusinessRule> Things(string type, LabelName typeName, params IEnumerable<(string Class, LabelName Name)> things) =>
        things.Select(thing => new BusinessRule(type, FindingKinds.Object, thing.Class, Label(type, typeName, thing.Class, thing.Name)));

    private static BusinessName Label(string type, LabelName typeName, string thing, LabelName name) =>
        new(type.ToLowerInvariant(), thing, thing, typeName, name, name);
}
