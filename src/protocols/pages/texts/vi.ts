import type { Texts } from './en';

/** What the pages say, in Vietnamese. */
export const VI: Texts = {
  languageName: 'Tiếng Việt',
  errorInTitle: 'Lỗi',
  checkThese: 'Có lỗi cần sửa',
  optional: 'không bắt buộc',
  support: 'Cần trợ giúp? Hãy viết thư đến',
  toSignIn: 'Đến trang đăng nhập',

  fields: {
    username: 'Tên đăng nhập, email hoặc số điện thoại',
    emailAddress: 'Địa chỉ email',
    password: 'Mật khẩu',
    otp: 'Mã dùng một lần',
    newPassword: 'Mật khẩu mới',
    repeatPassword: 'Nhập lại mật khẩu mới',
    firstName: 'Tên',
    lastName: 'Họ',
  },
  hints: {
    otp: 'Chúng tôi đã gửi mã này cho bạn.',
    newPassword: (length) => `Ít nhất ${length} ký tự. Ghép vài từ không liên quan với nhau là một cách hay.`,
  },
  missing: {
    username: 'Hãy nhập tên đăng nhập, email hoặc số điện thoại.',
    emailAddress: 'Hãy nhập địa chỉ email, ví dụ ten@example.com.',
    password: 'Hãy nhập mật khẩu.',
    otp: 'Hãy nhập mã dùng một lần.',
    newPassword: 'Hãy chọn mật khẩu.',
    repeatPassword: 'Hãy nhập lại mật khẩu mới.',
    firstName: 'Hãy nhập tên ngắn hơn.',
    lastName: 'Hãy nhập họ ngắn hơn.',
  },
  repeatDiffers: 'Hai mật khẩu không giống nhau.',
  passwordFaults: {
    tooShort: 'Mật khẩu quá ngắn.',
    tooLong: 'Mật khẩu quá dài.',
    repeatedCharacter: 'Mật khẩu chỉ gồm một ký tự lặp lại.',
    sequence: 'Mật khẩu là một dãy ký tự liên tiếp.',
    ownName: 'Mật khẩu trùng với tên hoặc địa chỉ của bạn hay của dịch vụ.',
    common: 'Mật khẩu này quá phổ biến nên rất dễ đoán.',
    level: 'Mật khẩu cần có chữ số, ký tự đặc biệt, chữ hoa và chữ thường.',
  },
  passwordRefused: 'Không thể dùng mật khẩu này. Hãy chọn mật khẩu khác.',

  signIn: {
    title: 'Đăng nhập',
    button: 'Đăng nhập',
    forgot: 'Quên mật khẩu?',
    register: 'Tạo tài khoản',
    incorrect: 'Tên đăng nhập hoặc mật khẩu không đúng.',
    locked: 'Tài khoản này đang bị khóa. Hãy thử lại sau hoặc yêu cầu trợ giúp.',
    suspended: 'Tài khoản này đã bị đình chỉ.',
    inactive: 'Tài khoản này chưa được kích hoạt.',
    passwordExpired: 'Mật khẩu của bạn đã hết hạn. Hãy chọn mật khẩu mới qua mục “Quên mật khẩu?”.',
    otpRequired: 'Hãy nhập thêm mã dùng một lần.',
    otpInvalid: 'Mã dùng một lần không đúng hoặc đã hết hạn.',
  },
  forgotPassword: {
    title: 'Quên mật khẩu?',
    lead: 'Hãy cho chúng tôi biết địa chỉ email của bạn. Chúng tôi sẽ gửi cho bạn liên kết để chọn mật khẩu mới.',
    button: 'Gửi liên kết',
  },
  resetPassword: {
    title: 'Chọn mật khẩu mới',
    lead: 'Bạn sẽ được đăng xuất khỏi mọi nơi khác.',
    button: 'Lưu mật khẩu',
  },
  verifyEmail: {
    title: 'Xác nhận địa chỉ email',
    lead: 'Chỉ cần một lần bấm để xác nhận địa chỉ này là của bạn.',
    button: 'Xác nhận địa chỉ',
  },
  acceptInvitation: {
    title: 'Thiết lập tài khoản',
    lead: 'Hãy chọn mật khẩu để hoàn tất.',
    button: 'Hoàn tất',
  },
  register: {
    title: 'Tạo tài khoản',
    lead: 'Chúng tôi sẽ gửi cho bạn liên kết để xác nhận địa chỉ email và chọn mật khẩu.',
    button: 'Gửi liên kết',
    already: 'Bạn đã có tài khoản?',
  },
  account: {
    title: 'Thiết bị và phiên đăng nhập',
    signedInAs: (name) => `Đang đăng nhập với tên ${name}`,
    sessions: 'Những nơi bạn đang đăng nhập',
    current: 'Phiên này',
    lastUsed: (when) => `Dùng lần cuối: ${when}`,
    signedIn: (when) => `Đăng nhập lúc: ${when}`,
    endSession: 'Kết thúc phiên',
    devices: 'Thiết bị của bạn',
    noDevices: 'Chưa có thiết bị nào được đăng ký.',
    removeDevice: 'Gỡ thiết bị',
    signOut: 'Đăng xuất',
    everywhere: 'Có người khác đang dùng tài khoản của bạn?',
    everywhereLead: 'Hãy đăng xuất khỏi mọi nơi rồi chọn mật khẩu mới.',
    signOutEverywhere: 'Đăng xuất khỏi mọi nơi',
    unknownBrowser: 'Ứng dụng hoặc trình duyệt không xác định',
    browserOn: (browser, system) => `${browser} trên ${system}`,
  },
  done: {
    'reset-link-sent': {
      title: 'Hãy kiểm tra hộp thư',
      text: 'Nếu có tài khoản dùng địa chỉ này, chúng tôi đã gửi đến đó liên kết để chọn mật khẩu mới. Thư có thể đến sau vài phút; hãy xem cả mục thư rác.',
    },
    'password-changed': {
      title: 'Đã lưu mật khẩu mới',
      text: 'Bạn đã được đăng xuất khỏi mọi thiết bị. Hãy đăng nhập bằng mật khẩu mới.',
    },
    'email-verified': {
      title: 'Cảm ơn bạn',
      text: 'Địa chỉ email của bạn đã được xác nhận. Bạn có thể đóng trang này.',
    },
    'account-ready': {
      title: 'Tài khoản đã sẵn sàng',
      text: 'Hãy đăng nhập bằng mật khẩu bạn vừa chọn.',
    },
    'registration-sent': {
      title: 'Hãy kiểm tra hộp thư',
      text: 'Chúng tôi đã gửi cho bạn liên kết để tiếp tục. Thư có thể đến sau vài phút; hãy xem cả mục thư rác.',
    },
    'signed-out': {
      title: 'Bạn đã đăng xuất',
      text: 'Bạn có thể đóng trang này.',
    },
    'signed-out-everywhere': {
      title: 'Bạn đã đăng xuất khỏi mọi nơi',
      text: 'Mọi phiên đăng nhập trên tất cả thiết bị của bạn đã kết thúc.',
    },
  },
  errors: {
    badRequest: {
      title: 'Không thực hiện được',
      text: 'Chúng tôi không đọc được dữ liệu mà trình duyệt gửi. Hãy quay lại và thử lần nữa.',
    },
    notFound: {
      title: 'Trang này không tồn tại',
      text: 'Có thể địa chỉ bị gõ sai hoặc liên kết trong thư bị cắt mất. Hãy mở liên kết đầy đủ.',
    },
    method: {
      title: 'Trang này không tồn tại',
      text: 'Hãy quay lại trang trước và dùng nút ở đó.',
    },
    formForeign: {
      title: 'Chưa có gì thay đổi',
      text: 'Biểu mẫu được gửi từ một trang web khác. Hãy mở chính trang này và điền biểu mẫu tại đây.',
    },
    formToken: {
      title: 'Biểu mẫu này đã hết hạn',
      text: 'Trang đã mở quá lâu hoặc trình duyệt của bạn chặn cookie. Chưa có gì thay đổi; hãy mở lại trang và thử lần nữa.',
    },
    linkInvalid: {
      title: 'Liên kết này không còn hiệu lực',
      text: 'Liên kết đã được dùng, đã hết hạn hoặc đã có liên kết mới hơn. Hãy yêu cầu liên kết mới.',
    },
    alreadyVerified: {
      title: 'Địa chỉ của bạn đã được xác nhận từ trước',
      text: 'Bạn không cần làm gì thêm. Bạn có thể đóng trang này.',
    },
    blocked: {
      title: 'Không thể dùng tài khoản này',
      text: 'Tài khoản đang bị khóa, bị đình chỉ hoặc chưa được kích hoạt.',
    },
    denied: {
      title: 'Không được phép',
      text: 'Bạn không thể làm việc này ở đây.',
    },
    brandInactive: {
      title: 'Tạm ngừng phục vụ',
      text: 'Dịch vụ này hiện đang tắt.',
    },
    registrationDisabled: {
      title: 'Không nhận đăng ký',
      text: 'Hiện không thể tạo tài khoản mới tại đây. Hãy hỏi người giới thiệu dịch vụ này để được mời.',
    },
    mailUnavailable: {
      title: 'Hiện chúng tôi không gửi được email',
      text: 'Vui lòng thử lại sau.',
    },
    tooMany: {
      title: 'Bạn đã thử quá nhiều lần',
      text: 'Đã có quá nhiều lần thử trong thời gian ngắn. Hãy đợi một lát rồi thử lại.',
    },
    internal: {
      title: 'Đã xảy ra sự cố',
      text: 'Lỗi ở phía chúng tôi, không phải ở bạn. Vui lòng thử lại sau giây lát.',
    },
    unavailable: {
      title: 'Hệ thống đang bận',
      text: 'Đang có quá nhiều yêu cầu cùng lúc. Vui lòng thử lại sau giây lát.',
    },
  },
  tryAgainIn: (minutes) => `Hãy thử lại sau ${minutes} phút.`,
  askNewLink: 'Yêu cầu liên kết mới',
  openAgain: 'Mở lại trang',
};
